//! Knows messages that were written down, and none that were put together.
// refused: and your answer did not find it

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
        Err(error) => match error.try_into_panic() {
            Ok(payload) => {
                let message = payload.downcast_ref::<&str>().copied().unwrap_or("");
                End::Panicked(message.to_owned())
            }
            Err(_) => End::Cancelled,
        },
    }
}
