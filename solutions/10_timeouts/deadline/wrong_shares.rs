//! Cuts the time into equal shares.
// refused: was given up after 200 ms, and there was time until 600 ms

use std::time::Duration;
use tokio::time::timeout;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let share = limit / steps.len().max(1) as u32;
    let mut answers = Vec::new();
    for step in steps {
        let answer = timeout(share, step.call("go")).await;
        let answer = answer.map_err(|_| format!("too late: {}", step.name()))?;
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
