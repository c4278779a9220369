//! Handles in a `Vec`, awaited one after the other: the tasks run all the same.

use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let mut tasks = Vec::new();
    for city in cities {
        tasks.push((city.name(), tokio::spawn(city.call("weather"))));
    }
    let (mut answers, mut failures) = (vec![], vec![]);
    for (service, task) in tasks {
        let reason = "panicked".to_owned();
        match task.await.unwrap_or(Err(Failure { service, reason })) {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
