//! Counts down in a loop, within one poll.
// refused: `countdown(3)` was ready at its first poll

use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Countdown {
    left: u32,
}

pub fn countdown(from: u32) -> Countdown {
    Countdown { left: from }
}

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        while self.left > 0 {
            self.left -= 1;
            cx.waker().wake_by_ref();
        }
        Poll::Ready(())
    }
}
