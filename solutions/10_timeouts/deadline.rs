//! The deadline is an instant, fixed once. Each step gets what is left of it.

use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let deadline = Instant::now() + limit;
    let mut answers = Vec::new();
    for step in steps {
        let answer = timeout_at(deadline, step.call("go")).await;
        let answer = answer.map_err(|_| format!("too late: {}", step.name()))?;
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
