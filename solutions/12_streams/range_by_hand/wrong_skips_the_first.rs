//! It steps on first, and gives where it has come to.
// refused: item number 1 is 4

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

    fn poll_next(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<u64>> {
        if self.next >= self.end {
            return Poll::Ready(None);
        }
        self.next += 1;
        Poll::Ready(Some(self.next))
    }
}
