//! Ten at a time: the eleventh waits for the slowest of the first ten.
// refused: 12 calls of 100 ms took 200 ms: not all of them began at once

use futures::future::join_all;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut answers = Vec::new();
    for batch in cities.chunks(10) {
        answers.extend(join_all(batch.iter().map(|city| city.call("weather"))).await);
    }
    answers
}
