//! Counts, wakes its own task, and says that it is not ready.

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
        if self.left == 0 {
            return Poll::Ready(());
        }
        self.left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
