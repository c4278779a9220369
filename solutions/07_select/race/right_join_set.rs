//! Two tasks in a set, which aborts the loser when it is dropped.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    let mut calls = JoinSet::new();
    calls.spawn(near.call("page"));
    calls.spawn(far.call("page"));
    let first = calls.join_next().await.expect("there are two");
    first.expect("a call does not panic")
}
