//! Every case by name.

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    match task.await {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(failure)) => Err(failure.into()),
        Err(error) => Err(error.into()),
    }
}
