//! Computes for each step how much time is left.

use std::time::Duration;
use tokio::time::{Instant, timeout};
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let begin = Instant::now();
    let mut answers = Vec::new();
    for step in steps {
        let left = limit.saturating_sub(begin.elapsed());
        match timeout(left, step.call("go")).await {
            Ok(Ok(answer)) => answers.push(answer),
            Ok(Err(failure)) => return Err(failure.reason),
            Err(_) => return Err(format!("too late: {}", step.name())),
        }
    }
    Ok(answers)
}
