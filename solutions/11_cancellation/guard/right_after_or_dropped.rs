//! Cleans up behind the await, and disarms the guard, which is for the other ways out.

struct Armed<'a>(Option<&'a mut dyn FnMut()>);

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        if let Some(clean_up) = self.0.take() {
            clean_up();
        }
    }
}

pub async fn guard<W: Future>(work: W, mut clean_up: impl FnMut()) -> W::Output {
    let mut armed = Armed(Some(&mut clean_up));
    let output = work.await;
    if let Some(clean_up) = armed.0.take() {
        clean_up();
    }
    output
}
