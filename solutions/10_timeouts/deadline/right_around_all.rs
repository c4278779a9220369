//! One timeout around all steps; where they stand is kept outside of it.

use std::time::Duration;
use tokio::time::timeout;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let mut answers = Vec::new();
    let all = async {
        for step in &steps {
            let answer = step.call("go").await;
            answers.push(answer.map_err(|failure| failure.reason)?);
        }
        Ok(())
    };
    match timeout(limit, all).await {
        Ok(Ok(())) => Ok(answers),
        Ok(Err(reason)) => Err(reason),
        Err(_) => Err(format!("too late: {}", steps[answers.len()].name())),
    }
}
