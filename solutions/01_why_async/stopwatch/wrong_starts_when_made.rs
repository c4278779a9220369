//! Starts the watch when it is made: the time until somebody awaits it is counted too.
// refused: your stopwatch starts when it is made, and not when it is awaited: 200 ms too early

use std::time::Duration;

use tokio::time::Instant;

pub fn stopwatch<F: Future>(future: F) -> impl Future<Output = (F::Output, Duration)> {
    let start = Instant::now();
    async move { (future.await, start.elapsed()) }
}
