//! Takes a failure for the end.
// refused: the failure of `down` was never shown

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    let mut calls: FuturesUnordered<_> = mirrors.iter().map(|m| m.call("page")).collect();
    while let Some(answer) = calls.next().await {
        if answer.is_ok() {
            show(answer);
        }
    }
}
