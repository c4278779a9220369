//! Ends at the first failure.
// refused: some services answered, and your answer is an error with one failure

use futures::future::try_join_all;
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
    let calls = services.iter().map(async |service| {
        service.call("weather").await.map(|answer| (service.name(), answer))
    });
    let answers = try_join_all(calls).await.map_err(|failure| vec![failure])?;
    Ok(Report { answers, failures: Vec::new() })
}
