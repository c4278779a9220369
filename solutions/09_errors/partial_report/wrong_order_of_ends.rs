//! As they come.
// refused: not in the order

use futures::stream::{FuturesUnordered, StreamExt};
use world::{Failure, Service};

/// What is known.
#[derive(Debug, PartialEq)]
pub struct Report {
    /// The answers, with the names of the services.
    pub answers: Vec<(String, String)>,
    /// The failures.
    pub failures: Vec<Failure>,
}

pub async fn partial_report(services: Vec<Service>) -> Result<Report, Vec<Failure>> {
    let mut calls: FuturesUnordered<_> = services
        .iter()
        .map(async |service| (service.name(), service.call("weather").await))
        .collect();
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    while let Some((name, outcome)) = calls.next().await {
        match outcome {
            Ok(answer) => answers.push((name, answer)),
            Err(failure) => failures.push(failure),
        }
    }
    if answers.is_empty() && !failures.is_empty() {
        return Err(failures);
    }
    Ok(Report { answers, failures })
}
