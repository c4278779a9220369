//! Takes the number of tries for the number of retries.
// refused: the server was asked four times, where three tries are allowed

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
    for _ in 0..tries {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        sleep(jitter(pause)).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    server.call("page").await
}
