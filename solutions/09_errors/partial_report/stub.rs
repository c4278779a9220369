//! Some answers are better than none.
//!
//! **Why it matters.** A page with ten parts should not stay empty because one of its sources is out of
//! order. Then a failure is no reason to stop; it is a part of the result, and whoever reads the
//! result sees what is missing.
//!
//! **What to do.** Ask every service about the "weather", all at once. Return the answers and the
//! failures, each in the order of the services. Only if nobody answered at all, that is an error: then
//! return the failures as one. Of no services, the report is empty.

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
    // TODO: one after the other, and the first failure ends it
    let mut answers = Vec::new();
    for service in services {
        let answer = service
            .call("weather")
            .await
            .map_err(|failure| vec![failure])?;
        answers.push((service.name(), answer));
    }
    Ok(Report {
        answers,
        failures: Vec::new(),
    })
}
