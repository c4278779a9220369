//! In one task: every call is wrapped so that its panic becomes a value.

use futures::future::{FutureExt, join_all};
use std::panic::AssertUnwindSafe;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let calls = cities.iter().map(|city| async move {
        let call = AssertUnwindSafe(city.call("weather")).catch_unwind();
        call.await.unwrap_or_else(|_| {
            Err(Failure {
                service: city.name(),
                reason: "panicked".to_owned(),
            })
        })
    });
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for outcome in join_all(calls).await {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
