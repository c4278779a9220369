//! All calls are spawned first, then their handles are awaited, one after the other.

use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let calls: Vec<_> = cities
        .iter()
        .map(|city| tokio::spawn(city.call("weather")))
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.expect("a call does not panic"));
    }
    answers
}
