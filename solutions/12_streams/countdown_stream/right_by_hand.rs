//! By hand: a pause is under way, or there is none.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures::Stream;
use tokio::time::{Sleep, sleep};

struct Countdown {
    next: u32,
    is_first: bool,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Countdown {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u32>> {
        let this = &mut *self;
        if this.next == 0 {
            return Poll::Ready(None);
        }
        if !this.is_first {
            let pause = this.pause.get_or_insert_with(|| Box::pin(sleep(Duration::from_secs(1))));
            ready!(pause.as_mut().poll(cx));
            this.pause = None;
        }
        this.is_first = false;
        this.next -= 1;
        Poll::Ready(Some(this.next + 1))
    }
}

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    Countdown { next: from, is_first: true, pause: None }
}
