//! Keeps the waker, and uses it up.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

pub struct Countdown {
    waits: std::ops::Range<u32>,
    waker: Option<Waker>,
}

pub fn countdown(from: u32) -> Countdown {
    Countdown { waits: 0..from, waker: None }
}

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.waker = Some(cx.waker().clone());
        match self.waits.next() {
            None => Poll::Ready(()),
            Some(_) => {
                self.waker.take().map_or((), Waker::wake);
                Poll::Pending
            }
        }
    }
}
