//! A task for each mirror, and `join_next`.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let mut calls: JoinSet<_> = mirrors.iter().map(|m| m.call("page")).collect();
    while let Some(ended) = calls.join_next().await {
        show(ended.expect("a call does not panic"));
    }
}
