//! Both calls in one set of futures, in this task.

use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let mut calls = FuturesUnordered::new();
    calls.push(first.call("page"));
    if let Ok(Some(Ok(page))) = timeout(patience, calls.next()).await {
        return Ok(page);
    }
    calls.push(second.call("page"));
    let mut of_second = None;
    while let Some(page) = calls.next().await {
        match page {
            Ok(page) => return Ok(page),
            Err(failure) if failure.service == second.name() => of_second = Some(failure),
            Err(_) => {}
        }
    }
    Err(of_second.expect("the second one has failed"))
}
