//! One after the other.
// refused: your three calls ran one after the other

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
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for service in services {
        match service.call("weather").await {
            Ok(answer) => answers.push((service.name(), answer)),
            Err(failure) => failures.push(failure),
        }
    }
    if answers.is_empty() && !failures.is_empty() {
        return Err(failures);
    }
    Ok(Report { answers, failures })
}
