//! Polls by hand: the clock is read at the first poll, and once more when the future is ready.

use std::future::poll_fn;
use std::pin::pin;
use std::task::ready;
use std::time::Duration;

use tokio::time::Instant;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let mut future = pin!(future);
    let mut start = None;
    poll_fn(|context| {
        let start = *start.get_or_insert_with(Instant::now);
        let output = ready!(future.as_mut().poll(context));
        std::task::Poll::Ready((output, start.elapsed()))
    })
    .await
}
