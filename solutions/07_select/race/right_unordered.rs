//! The first output of a set of futures; the set is dropped with the other one in it.

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    let mut calls: FuturesUnordered<_> = [near, far].iter().map(|m| m.call("page")).collect();
    calls.next().await.expect("there are two")
}
