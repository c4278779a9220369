//! Looks at the clock between the steps, and waits for each to its end.
// refused: it was looked at only when the step was done

use std::time::Duration;
use tokio::time::Instant;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let deadline = Instant::now() + limit;
    let mut answers = Vec::new();
    for step in steps {
        let answer = step.call("go").await;
        if Instant::now() > deadline {
            return Err(format!("too late: {}", step.name()));
        }
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
