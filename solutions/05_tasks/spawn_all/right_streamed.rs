//! The handles as a stream that keeps their order.

use futures::stream::{FuturesOrdered, StreamExt};
use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    services
        .into_iter()
        .map(|service| tokio::spawn(async move { service.call("weather").await }))
        .collect::<FuturesOrdered<_>>()
        .map(|answer| answer.expect("a call does not panic"))
        .collect()
        .await
}
