//! Puts something in the place of what is missing.
// refused: the work failed, and what comes back is no error

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    Ok(task.await?.unwrap_or_default())
}
