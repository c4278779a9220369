//! A stream that gives the outputs in the order in which the futures were put in.

use futures::StreamExt;
use futures::stream::FuturesOrdered;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let calls: FuturesOrdered<_> = cities.iter().map(|city| city.call("weather")).collect();
    calls.collect().await
}
