//! What is left to do after a failure is the same with one try less.

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
    again(&server, tries, first.min(longest), longest, &mut jitter).await
}

async fn again(
    server: &Service,
    tries: u32,
    pause: Duration,
    longest: Duration,
    jitter: &mut impl FnMut(Duration) -> Duration,
) -> Result<String, Failure> {
    match server.call("page").await {
        Err(failure) if failure.reason == "unavailable" && tries > 1 => {
            sleep(jitter(pause)).await;
            let next = pause.saturating_mul(2).min(longest);
            Box::pin(again(server, tries - 1, next, longest, jitter)).await
        }
        end => end,
    }
}
