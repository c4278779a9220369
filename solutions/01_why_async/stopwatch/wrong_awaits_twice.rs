//! Awaits the future for the time, and once more for its output. A future gives its output once.
// refused: your answer awaits, or polls, a future that is done already

use std::pin::pin;
use std::time::Duration;

use tokio::time::Instant;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let mut future = pin!(future);
    let start = Instant::now();
    future.as_mut().await;
    let took = start.elapsed();
    (future.await, took)
}
