//! Tasks in a set, which aborts the rest when it is dropped.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    let mut calls: JoinSet<_> = mirrors.iter().map(|m| m.call("page")).collect();
    let mut failures = Vec::new();
    while let Some(ended) = calls.join_next().await {
        match ended.expect("a call does not panic") {
            Ok(page) => return Ok(page),
            Err(failure) => failures.push(failure),
        }
    }
    Err(failures)
}
