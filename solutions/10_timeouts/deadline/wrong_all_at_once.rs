//! Asks all steps at the same time.
// refused: began before `login` had answered

use futures::future::try_join_all;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use world::Service;

pub async fn deadline(limit: Duration, steps: Vec<Service>) -> Result<Vec<String>, String> {
    let deadline = Instant::now() + limit;
    let calls = steps.iter().map(async |step| {
        let answer = timeout_at(deadline, step.call("go")).await;
        let answer = answer.map_err(|_| format!("too late: {}", step.name()))?;
        answer.map_err(|failure| failure.reason)
    });
    try_join_all(calls).await
}
