//! Reads the clock of the computer, which does not see the runtime's clock jump.
// refused: your stopwatch looks at the computer's clock, which knows nothing of the runtime's: take `tokio::time::Instant`

use std::time::{Duration, Instant};

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    let start = Instant::now();
    let output = future.await;
    (output, start.elapsed())
}
