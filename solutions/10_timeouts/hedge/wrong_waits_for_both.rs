//! Asks the second in time, and then waits for both.
// refused: had answered after 200 ms, and your answer came after 400 ms

use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let mut near = pin!(first.call("page"));
    match timeout(patience, &mut near).await {
        Ok(Ok(page)) => return Ok(page),
        Ok(Err(_)) => return second.call("page").await,
        Err(_) => {}
    }
    let (near, far) = tokio::join!(near, second.call("page"));
    near.or(far)
}
