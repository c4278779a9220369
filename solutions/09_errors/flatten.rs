//! `?` twice: once for the task, once for its work. `anyhow::Error` takes both kinds of error, and
//! gives them back as they were.

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    Ok(task.await??)
}
