//! Computes each pause from the number of the try, with care for what is too large.

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
    let mut nth = 0;
    loop {
        let failure = match server.call("page").await {
            Ok(page) => return Ok(page),
            Err(failure) => failure,
        };
        nth += 1;
        if failure.reason != "unavailable" || nth == tries {
            return Err(failure);
        }
        let factor = 2_u32.checked_pow(nth - 1).unwrap_or(u32::MAX);
        let pause = first.saturating_mul(factor).min(longest);
        sleep(jitter(pause)).await;
    }
}
