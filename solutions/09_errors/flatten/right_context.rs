//! With a context in front; the error underneath can still be reached.

use anyhow::{Context, Result};
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    task.await.context("the task did not end well")?.context("the work failed")
}
