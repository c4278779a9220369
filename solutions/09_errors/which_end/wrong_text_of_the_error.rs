//! Gives what the `JoinError` prints, which is more than the message.
// refused: is what the error prints

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
        Err(error) if error.is_panic() => {
            let words = error.to_string();
            End::Panicked(words.split_once(" panicked").map(|(_, rest)| rest.to_owned()).unwrap_or(words))
        }
        Err(_) => End::Cancelled,
    }
}
