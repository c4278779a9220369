//! `join!` takes as many futures as are written, and this list may be of any length.
// refused: three answers come back, where twelve answers are asked for

use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let (one, two, three) = tokio::join!(
        cities[0].call("weather"),
        cities[1].call("weather"),
        cities[2].call("weather")
    );
    vec![one, two, three]
}
