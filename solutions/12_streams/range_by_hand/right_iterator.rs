//! A range is an iterator, and its next item is ready at once.

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
        let mut range = self.next..self.end;
        let item = range.next();
        self.next = range.start;
        Poll::Ready(item)
    }
}
