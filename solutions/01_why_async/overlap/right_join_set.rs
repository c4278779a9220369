//! A `JoinSet` gives the tasks as they end, so each carries its place in the order.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let mut calls = JoinSet::new();
    for (place, service) in [rome, oslo, cairo].into_iter().enumerate() {
        calls.spawn(async move { (place, service.call("weather").await) });
    }
    let mut answers = calls.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
