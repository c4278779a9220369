//! Makes a text of either error.
// refused: it is no `Failure` any more

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    match task.await {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(failure)) => Err(anyhow::anyhow!("{failure}")),
        Err(error) => Err(anyhow::anyhow!("{error}")),
    }
}
