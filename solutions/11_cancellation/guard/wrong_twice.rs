//! A guard, and the line behind the await is still there.
// refused: was cleaned up twice

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let mut cleaner = Cleaner(clean_up);
    let output = work.await;
    (cleaner.0)();
    output
}
