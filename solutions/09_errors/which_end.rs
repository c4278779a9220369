//! A `JoinError` is a panic or a cancellation; `try_into_panic` gives what the panic carries, which is
//! a `&str`, or a `String` where the message was put together.

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
    let error = match task.await {
        Ok(Ok(made)) => return End::Completed(made),
        Ok(Err(reason)) => return End::Failed(reason),
        Err(error) => error,
    };
    match error.try_into_panic() {
        Ok(payload) => End::Panicked(match payload.downcast::<String>() {
            Ok(message) => *message,
            Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"no text").to_string(),
        }),
        Err(_) => End::Cancelled,
    }
}
