//! Takes every `JoinError` for a cancellation.
// refused: a task panicked, and your answer says that somebody cancelled it

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
        Err(_) => End::Cancelled,
    }
}
