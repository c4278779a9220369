//! Returns a report, whatever happened.
// refused: nobody answered, and your answer is a report all the same

use futures::future::join_all;
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
    let outcomes = join_all(services.iter().map(|service| service.call("weather"))).await;
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for (service, outcome) in services.iter().zip(outcomes) {
        match outcome {
            Ok(answer) => answers.push((service.name(), answer)),
            Err(failure) => failures.push(failure),
        }
    }
    Ok(Report { answers, failures })
}
