//! Each call in a task. The set aborts what is left of them when it is dropped.

use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    let mut calls = JoinSet::new();
    calls.spawn(call(1, first));
    if let Ok(Some(Ok((_, Ok(page))))) = timeout(patience, calls.join_next()).await {
        return Ok(page);
    }
    calls.spawn(call(2, second));
    let mut failures = Vec::new();
    while let Some(ended) = calls.join_next().await {
        match ended.expect("a call does not panic") {
            (_, Ok(page)) => return Ok(page),
            (number, Err(failure)) => failures.push((number, failure)),
        }
    }
    failures.sort_by_key(|(number, _)| *number);
    Err(failures.pop().expect("the second one has failed").1)
}

async fn call(number: u8, service: Service) -> (u8, Result<String, Failure>) {
    (number, service.call("page").await)
}
