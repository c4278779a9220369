//! Takes the outcomes in the order in which the tasks end.
// refused: the answers are the right ones, but not in the order of asking

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let mut calls = JoinSet::new();
    for city in cities {
        calls.spawn(async move {
            let call = tokio::spawn(city.call("weather"));
            call.await.unwrap_or_else(|_| {
                Err(Failure {
                    service: city.name(),
                    reason: "panicked".to_owned(),
                })
            })
        });
    }
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    while let Some(Ok(outcome)) = calls.join_next().await {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
