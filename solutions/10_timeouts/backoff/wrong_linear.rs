//! Each pause is longer than the one before by the first one, and not twice as long.
// refused: pause number 3

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
        sleep(jitter(pause)).await;
        pause = (pause + first).min(longest);
    }
    server.call("page").await
}
