//! The first of the two that is ready decides, also when it has failed.
// refused: a failure is no answer

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
    tokio::select! {
        page = near => page,
        page = second.call("page") => page,
    }
}
