//! Stops at the first failure, but asks one after the other.
// refused: your three calls ran one after the other: 900 ms, where 300 ms suffice

use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for part in parts {
        answers.push(part.call("booking").await?);
    }
    Ok(answers)
}
