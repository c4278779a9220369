//! The guard is made with the future, and not when that begins.
// refused: the future was dropped before it was polled

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> impl Future<Output = W::Output> {
    let cleaner = Cleaner(clean_up);
    async move {
        let _cleaner = cleaner;
        work.await
    }
}
