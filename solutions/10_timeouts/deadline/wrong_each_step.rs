//! A fresh timeout for each step.
// refused: none of them was too slow by itself

use std::time::Duration;
use tokio::time::timeout;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let mut answers = Vec::new();
    for step in steps {
        let answer = timeout(limit, step.call("go")).await;
        let answer = answer.map_err(|_| format!("too late: {}", step.name()))?;
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
