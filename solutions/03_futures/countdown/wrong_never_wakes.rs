//! Returns `Pending` and tells nobody.
// refused: your future returned `Pending` and woke nobody, so it is never polled again

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

    fn poll(mut self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        if self.left == 0 {
            return Poll::Ready(());
        }
        self.left -= 1;
        Poll::Pending
    }
}
