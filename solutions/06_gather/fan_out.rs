//! One future out of many: `join_all` polls every call and keeps the order of the list.

use futures::future::join_all;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    join_all(cities.iter().map(|city| city.call("weather"))).await
}
