//! A function that returns a future: the clock is read in the async block, so at the first poll.

use std::time::Duration;

use tokio::time::Instant;

pub fn stopwatch<F: Future>(future: F) -> impl Future<Output = (F::Output, Duration)> {
    async move {
        let start = Instant::now();
        (future.await, Instant::now().duration_since(start))
    }
}
