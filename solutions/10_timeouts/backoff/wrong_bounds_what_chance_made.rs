//! Throws the dice first, and bounds what they made of the pause.
// refused: bound it first, and leave the rest to chance

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
    let mut pause = first;
    for _ in 1..tries {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        sleep(jitter(pause).min(longest)).await;
        pause = pause.saturating_mul(2);
    }
    server.call("page").await
}
