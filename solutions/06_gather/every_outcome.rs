//! A task for each call, so that a panic stays where it happens; `join_all` waits for all handles.

use futures::future::join_all;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let tasks = cities.iter().map(|city| tokio::spawn(city.call("weather")));
    let outcomes = join_all(tasks).await;
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for (city, outcome) in cities.iter().zip(outcomes) {
        match outcome {
            Ok(Ok(answer)) => answers.push(answer),
            Ok(Err(failure)) => failures.push(failure),
            Err(_) => failures.push(panicked(city)),
        }
    }
    (answers, failures)
}

fn panicked(city: &Service) -> Failure {
    Failure {
        service: city.name(),
        reason: "panicked".to_owned(),
    }
}
