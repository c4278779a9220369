//! A task for each, awaited in order: they run at once all the same.

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
    let tasks: Vec<_> = services
        .into_iter()
        .map(|service| tokio::spawn(async move { (service.name(), service.call("weather").await) }))
        .collect();
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.expect("a call does not panic") {
            (name, Ok(answer)) => answers.push((name, answer)),
            (_, Err(failure)) => failures.push(failure),
        }
    }
    if answers.is_empty() && !failures.is_empty() {
        return Err(failures);
    }
    Ok(Report { answers, failures })
}
