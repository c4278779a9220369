//! Unwraps the outer layer: the panic spreads.
// refused: your answer panicked: the task panics

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    Ok(task.await.unwrap()?)
}
