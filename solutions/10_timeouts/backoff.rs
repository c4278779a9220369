//! The pause doubles in a variable; chance is applied to a copy of it.

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
    let mut left = tries;
    loop {
        left -= 1;
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" && left > 0 => {}
            end => return end,
        }
        sleep(jitter(pause)).await;
        pause = pause.saturating_mul(2).min(longest);
    }
}
