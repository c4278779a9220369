//! A future by hand. Its fields are dropped in the order in which they stand: the work, then what cleans up.

use std::pin::Pin;
use std::task::{Context, Poll};

struct Cleaner<C: FnMut()>(C);

impl<C: FnMut()> Drop for Cleaner<C> {
    fn drop(&mut self) {
        (self.0)();
    }
}

struct Guarded<W, C: FnMut()> {
    work: Pin<Box<W>>,
    _cleaner: Cleaner<C>,
}

impl<W: Future, C: FnMut() + Unpin> Future for Guarded<W, C> {
    type Output = W::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<W::Output> {
        self.work.as_mut().poll(context)
    }
}

pub async fn guard<W: Future>(work: W, mut clean_up: impl FnMut()) -> W::Output {
    let guarded = Guarded {
        work: Box::pin(work),
        _cleaner: Cleaner(&mut clean_up),
    };
    guarded.await
}
