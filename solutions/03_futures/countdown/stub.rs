//! A countdown, poll by poll.
//!
//! **Why it matters.** Everything that you can await is a type with one method, `poll`. Whoever
//! returns `Pending` from it takes over a duty: to see to it that somebody wakes the task when there
//! is something new. Nobody else will.
//!
//! **What to do.** `countdown(3)` is a future that is not ready at its first three polls, and is at
//! the fourth. It waits for nothing outside, so after each `Pending` it wants to be polled again, as
//! soon as the other tasks have had their turn. No time passes.

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

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.left == 0 {
            return Poll::Ready(());
        }
        // TODO: count down, and have yourself polled again
        Poll::Pending
    }
}
