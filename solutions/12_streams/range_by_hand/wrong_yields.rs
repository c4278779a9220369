//! Lets others run in front of each number, which is ready at once.
// refused: each number is ready at once, and your stream returned `Pending`

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures::Stream;

pub struct Numbers {
    pub next: u64,
    pub end: u64,
}

impl Stream for Numbers {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u64>> {
        thread_local!(static AGAIN: std::cell::Cell<bool> = const { std::cell::Cell::new(false) });
        if !AGAIN.replace(true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        AGAIN.set(false);
        if self.next >= self.end {
            return Poll::Ready(None);
        }
        self.next += 1;
        Poll::Ready(Some(self.next - 1))
    }
}
