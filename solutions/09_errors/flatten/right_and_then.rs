//! With the methods of `Result`.

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    let ended = task.await.map_err(anyhow::Error::from);
    ended.and_then(|work| work.map_err(anyhow::Error::from))
}
