//! The answers come in the order in which they are ready.
// refused: the answers are the right ones, but not in the order of asking

use futures::stream::{FuturesUnordered, StreamExt};
use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut tasks: FuturesUnordered<_> = services
        .iter()
        .map(|service| tokio::spawn(service.call("weather")))
        .collect();
    let mut answers = Vec::new();
    while let Some(answer) = tasks.next().await {
        answers.push(answer.expect("a call does not panic"));
    }
    answers
}
