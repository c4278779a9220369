//! A task for each city. They end in any order, so each brings its place in the list along.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut calls = JoinSet::new();
    for (place, city) in cities.iter().enumerate() {
        let call = city.call("weather");
        calls.spawn(async move { (place, call.await) });
    }
    let mut answers = calls.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
