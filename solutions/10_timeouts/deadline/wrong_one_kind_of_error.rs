//! Takes a failure for a lack of time.
// refused: what comes back when a step fails

use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let deadline = Instant::now() + limit;
    let mut answers = Vec::new();
    for step in steps {
        match timeout_at(deadline, step.call("go")).await {
            Ok(Ok(answer)) => answers.push(answer),
            _ => return Err(format!("too late: {}", step.name())),
        }
    }
    Ok(answers)
}
