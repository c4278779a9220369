//! Variables are dropped in the opposite order of their lines: the guard goes first, and the pinned work after it.
// refused: it was cleaned up too early: the work was not dropped yet

use std::pin::pin;

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let work = pin!(work);
    let _cleaner = Cleaner(clean_up);
    work.await
}
