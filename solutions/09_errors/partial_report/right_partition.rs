//! A stream, sorted into two.

use futures::stream::{self, StreamExt};
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
    let wide = services.len().max(1);
    let calls = services.iter().map(async |service| (service.name(), service.call("weather").await));
    let outcomes: Vec<_> = stream::iter(calls).buffered(wide).collect().await;
    let (good, bad): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(_, outcome)| outcome.is_ok());
    let failures: Vec<_> = bad.into_iter().filter_map(|(_, outcome)| outcome.err()).collect();
    let answers: Vec<_> = good.into_iter().filter_map(|(name, outcome)| Some((name, outcome.ok()?))).collect();
    if answers.is_empty() && !failures.is_empty() {
        return Err(failures);
    }
    Ok(Report { answers, failures })
}
