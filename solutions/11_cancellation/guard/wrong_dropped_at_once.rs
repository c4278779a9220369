//! `_` is no variable: the guard is dropped before the work begins.
// refused: was cleaned up before the work was over

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let _ = Cleaner(clean_up);
    work.await
}
