//! Asks the error what it is before it takes it apart.

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
        Err(error) if error.is_cancelled() => End::Cancelled,
        Err(error) => {
            let payload = error.into_panic();
            let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
            End::Panicked(text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap())
        }
    }
}
