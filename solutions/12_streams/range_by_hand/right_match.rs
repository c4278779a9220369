//! Compared once, and told apart.

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

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
        match self.next < self.end {
            true => {
                self.next += 1;
                Poll::Ready(Some(self.next - 1))
            }
            false => Poll::Ready(None),
        }
    }
}
