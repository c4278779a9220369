//! Tells a panic as if the work had failed.
// refused: what comes back is no `JoinError` that says so

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    let work = task.await.unwrap_or_else(|error| {
        Err(Failure { service: "task".to_owned(), reason: error.to_string() })
    });
    Ok(work?)
}
