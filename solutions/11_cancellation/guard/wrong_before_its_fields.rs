//! A future by hand that cleans up in its own destructor, which runs before those of its fields.
// refused: it was cleaned up too early: the work was not dropped yet

use std::pin::Pin;
use std::task::{Context, Poll};

struct Guarded<W, C: FnMut()> {
    work: Pin<Box<W>>,
    clean_up: Option<C>,
}

impl<W: Future, C: FnMut() + Unpin> Future for Guarded<W, C> {
    type Output = W::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<W::Output> {
        self.work.as_mut().poll(context)
    }
}

impl<W, C: FnMut()> Drop for Guarded<W, C> {
    fn drop(&mut self) {
        if let Some(mut clean_up) = self.clean_up.take() {
            clean_up();
        }
    }
}

pub async fn guard<W: Future>(work: W, mut clean_up: impl FnMut()) -> W::Output {
    let guarded = Guarded {
        work: Box::pin(work),
        clean_up: Some(&mut clean_up),
    };
    guarded.await
}
