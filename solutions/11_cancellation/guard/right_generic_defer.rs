//! A guard for whatever closure, made by a function of its own, as the crate `scopeguard` has it.

fn defer<C: FnMut()>(clean_up: C) -> impl Drop {
    struct Defer<C: FnMut()>(C);
    impl<C: FnMut()> Drop for Defer<C> {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    Defer(clean_up)
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let at_the_end = defer(clean_up);
    let output = work.await;
    drop(at_the_end);
    output
}
