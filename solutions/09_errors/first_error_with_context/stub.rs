//! The first error, and where it comes from.
//!
//! **Why it matters.** Twenty calls run at once, one fails, and the log says "out of order". Which of
//! them? An error that comes out of a crowd has to carry its context with it: afterwards nobody
//! knows it any more. And it should come when it happens, not when everybody else is done.
//!
//! **What to do.** Ask every service about the "weather", all at once, and return the answers in the
//! order of the services. As soon as one fails, return its error with the context "asking NAME", and
//! keep the `Failure` underneath. The other calls are not needed any more then.

use anyhow::Result;
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    // TODO: one after the other, and an error without its context
    let mut answers = Vec::new();
    for service in services {
        answers.push(service.call("weather").await?);
    }
    Ok(answers)
}
