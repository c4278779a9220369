//! A value whose destructor cleans up, alive as long as the work.

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let _cleaner = Cleaner(clean_up);
    work.await
}
