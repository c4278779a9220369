//! All calls are parts of one task, and a panic in one of them ends it.
// refused: the call to `oslo` panicked and took your answer with it

use futures::future::join_all;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for outcome in join_all(cities.iter().map(|city| city.call("weather"))).await {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
