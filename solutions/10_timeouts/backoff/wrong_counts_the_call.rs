//! Counts the time of the call as a part of the pause.
// refused: it begins when the call has failed, and not with the call

use std::time::Duration;
use tokio::time::{Instant, sleep_until};
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
        let began = Instant::now();
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        sleep_until(began + jitter(pause)).await;
        pause = pause.saturating_mul(2).min(longest);
    }
    server.call("page").await
}
