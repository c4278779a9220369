//! Knows the answers beforehand.
// refused: no call was ever made

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let answers = ["sunny, 24 degrees", "snow, -3 degrees", "dry, 31 degrees"];
    Ok(answers.map(str::to_owned).to_vec())
}
