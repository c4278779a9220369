//! Skips a task that panicked as if nobody had asked that city.
// refused: the call to `oslo` panicked, and your answer does not say so

use futures::future::join_all;
use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    let tasks = cities.iter().map(|city| tokio::spawn(city.call("weather")));
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for outcome in join_all(tasks).await.into_iter().flatten() {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure),
        }
    }
    (answers, failures)
}
