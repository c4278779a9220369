//! The outcomes as they come: a page ends it, failures are kept.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let mut calls: FuturesUnordered<_> = mirrors.iter().map(|m| m.call("page")).collect();
    let mut failures = Vec::new();
    while let Some(outcome) = calls.next().await {
        match outcome {
            Ok(page) => return Ok(page),
            Err(failure) => failures.push(failure),
        }
    }
    Err(failures)
}
