//! Tries again whatever the failure was.
// refused: "no such page" will be the same the next time

use std::time::Duration;
use tokio::time::sleep;
use world::{Failure, Service};

pub async fn backoff(
    server: Service,
    tries: u32,
    first: Duration,
    longest: Duration,
    mut jitter: impl FnMut(Duration) -> Duration,
) -> Result<String, Failure> {
    let mut pause = first.min(longest);
    for _ in 1..tries {
        if let Ok(page) = server.call("page").await {
            return Ok(page);
        }
        sleep(jitter(pause)).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    server.call("page").await
}
