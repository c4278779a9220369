//! Gives the call itself to the timeout, which drops it.
// refused: the call to `first` was given up after 100 ms

use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    match timeout(patience, first.call("page")).await {
        Ok(Ok(page)) => Ok(page),
        _ => second.call("page").await,
    }
}
