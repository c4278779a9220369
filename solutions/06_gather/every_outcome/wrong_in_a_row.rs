//! Each task is awaited before the next city is asked.
// refused: each has a task, but that task is awaited before the next one is spawned

use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for city in cities {
        match tokio::spawn(city.call("weather")).await {
            Ok(Ok(answer)) => answers.push(answer),
            Ok(Err(failure)) => failures.push(failure),
            Err(_) => failures.push(Failure {
                service: city.name(),
                reason: "panicked".to_owned(),
            }),
        }
    }
    (answers, failures)
}
