//! The destructor does nothing when the thread panics.
// refused: the work panicked, and nobody cleaned up

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            (self.0)();
        }
    }
}

pub async fn guard<W: Future>(work: W, clean_up: impl FnMut()) -> W::Output {
    let _cleaner = Cleaner(clean_up);
    work.await
}
