//! A range of numbers, as a stream by hand.
//!
//! **Why it matters.** `poll_next` is all that a stream consists of. Who has written it once knows
//! what every combinator does, and what it may not do.
//!
//! **What to do.** Make `Numbers` a stream of the numbers from `next` on, in order, each ready at
//! once. `end` itself is not one of them. After the last one, the stream is over, and stays over.
//! It may be as long as it likes: make each number when it is asked for.

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

    fn poll_next(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<u64>> {
        // TODO: this stream is over before it has begun
        let _ = self.next < self.end;
        Poll::Ready(None)
    }
}
