//! `try_join_all` gives up at the first failure, and the other answers are lost.
// refused: one answer comes back, where three answers are asked for

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    match try_join_all(cities.iter().map(|city| city.call("weather"))).await {
        Ok(answers) => answers.into_iter().map(Ok).collect(),
        Err(failure) => vec![Err(failure)],
    }
}
