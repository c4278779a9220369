//! The pauses as an iterator, one fewer than there are tries.

use std::iter::successors;
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
    let pauses = successors(Some(first), |pause| {
        Some(pause.saturating_mul(2).min(longest))
    });
    for pause in pauses.take(tries as usize - 1) {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {
                sleep(jitter(pause.min(longest))).await;
            }
            end => return end,
        }
    }
    server.call("page").await
}
