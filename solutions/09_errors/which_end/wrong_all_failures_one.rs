//! Makes one of all that is not a result.
// refused: says that its work failed

use tokio::task::JoinHandle;

/// How a task ended.
#[derive(Debug, PartialEq)]
pub enum End {
    /// It made this.
    Completed(String),
    /// Its work failed, for this reason.
    Failed(String),
    /// It panicked, with this message.
    Panicked(String),
    /// Somebody aborted it.
    Cancelled,
}

pub async fn which_end(task: JoinHandle<Result<String, String>>) -> End {
    match task.await {
        Ok(Ok(made)) => End::Completed(made),
        Ok(Err(reason)) => End::Failed(reason),
        Err(error) if error.is_panic() => End::Failed("it panicked".to_owned()),
        Err(error) => End::Failed(error.to_string()),
    }
}
