//! One after the other.
// refused: your three calls ran one after the other

use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let mut answers = Vec::new();
    for service in services {
        let answer = service.call("weather").await;
        answers.push(answer.with_context(|| format!("asking {}", service.name()))?);
    }
    Ok(answers)
}
