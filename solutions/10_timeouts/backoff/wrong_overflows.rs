//! Two to the power of so much that it is no number any more.
// refused: your answer panicked: attempt to multiply with overflow

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
    for nth in 0..tries - 1 {
        match server.call("page").await {
            Err(failure) if failure.reason == "unavailable" => {}
            end => return end,
        }
        let pause = first.saturating_mul(2_u32.pow(nth)).min(longest);
        sleep(jitter(pause)).await;
    }
    server.call("page").await
}
