//! Drops the first call when it is late, and makes it anew.
// refused: `first` was asked twice

use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    match timeout(patience, first.call("page")).await {
        Ok(Ok(page)) => return Ok(page),
        Ok(Err(_)) => return second.call("page").await,
        Err(_) => {}
    }
    let calls = [first.call("page"), second.call("page")].map(Box::pin);
    let (page, _) = futures::future::select_ok(calls).await?;
    Ok(page)
}
