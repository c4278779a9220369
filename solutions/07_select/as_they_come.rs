//! A set of futures that gives their outputs as they come.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let mut calls: FuturesUnordered<_> = mirrors.iter().map(|m| m.call("page")).collect();
    while let Some(answer) = calls.next().await {
        show(answer);
    }
}
