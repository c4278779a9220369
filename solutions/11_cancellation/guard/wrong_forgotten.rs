//! The guard is for the case that the future is dropped, and is forgotten on the good way.
// refused: the work has ended, and nobody cleaned up

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let cleaner = Cleaner(clean_up);
    let output = work.await;
    std::mem::forget(cleaner);
    output
}
