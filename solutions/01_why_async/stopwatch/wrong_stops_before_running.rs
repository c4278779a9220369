//! Stops the watch when the future is made, before anybody has awaited it.
// refused: your stopwatch shows no time at all: it stops before the future has run

use std::time::Duration;

use tokio::time::Instant;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let start = Instant::now();
    let running = async { future.await };
    let took = start.elapsed();
    (running.await, took)
}
