//! A set of tasks. The id of a task that panicked leads back to its city.

use std::collections::HashMap;

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let mut calls = JoinSet::new();
    let places: HashMap<_, _> = cities
        .iter()
        .enumerate()
        .map(|(place, city)| (calls.spawn(city.call("weather")).id(), place))
        .collect();
    let mut outcomes: Vec<_> = cities.iter().map(|_| None).collect();
    while let Some(ended) = calls.join_next_with_id().await {
        match ended {
            Ok((id, outcome)) => outcomes[places[&id]] = Some(outcome),
            Err(error) => {
                let place = places[&error.id()];
                outcomes[place] = Some(Err(Failure {
                    service: cities[place].name(),
                    reason: "panicked".to_owned(),
                }));
            }
        }
    }
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for outcome in outcomes.into_iter().flatten() {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
