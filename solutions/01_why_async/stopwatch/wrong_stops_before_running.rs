//! Stops the watch when the future is made, before anybody has awaited it.
// refused: your stopwatch shows no time at all: look at the runtime's clock, `tokio::time::Instant`, before the future is awaited, and once more when it is done

use std::time::Duration;

use tokio::time::Instant;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let start = Instant::now();
    let running = async { future.await };
    let took = start.elapsed();
    (running.await, took)
}
