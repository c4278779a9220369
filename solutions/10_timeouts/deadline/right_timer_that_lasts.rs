//! A timer that is made once and lasts over all turns, in a `select!`.

use std::pin::pin;
use std::time::Duration;
use tokio::time::sleep;
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let mut time_is_up = pin!(sleep(limit));
    let mut answers = Vec::new();
    for step in steps {
        let answer = tokio::select! {
            biased;
            answer = step.call("go") => answer,
            () = &mut time_is_up => return Err(format!("too late: {}", step.name())),
        };
        answers.push(answer.map_err(|failure| failure.reason)?);
    }
    Ok(answers)
}
