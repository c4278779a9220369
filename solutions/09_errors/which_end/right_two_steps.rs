//! First the task, then its work.

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
    let work = match task.await {
        Ok(work) => work,
        Err(error) => {
            return match error.try_into_panic() {
                Err(_) => End::Cancelled,
                Ok(payload) if payload.is::<String>() => {
                    End::Panicked(*payload.downcast().expect("it was asked"))
                }
                Ok(payload) => End::Panicked((*payload.downcast::<&str>().expect("text")).to_owned()),
            };
        }
    };
    work.map_or_else(End::Failed, End::Completed)
}
