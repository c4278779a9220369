//! Wakes its task, and forgets to count.
// refused: your future was polled 1001 times and is not ready

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

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.left == 0 {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
