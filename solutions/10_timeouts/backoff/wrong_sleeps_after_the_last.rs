//! Pauses behind every failure, the last one included.
// refused: behind the last try there was another pause

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
    let mut last = None;
    for _ in 0..tries {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => last = Some(failure),
            end => return end,
        }
        sleep(jitter(pause)).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    Err(last.expect("there is at least one try"))
}
