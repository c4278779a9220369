//! Which end?
//!
//! **Why it matters.** "It did not work" is not enough for whoever has to act on it. Work that failed
//! may be tried again. A panic is a bug, and its message belongs into the log. A task that was
//! cancelled did what it was told.
//!
//! **What to do.** Await the task and say how it ended. Of a panic, give its message, which is text in
//! every panic here.

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
    // TODO: there are four ends, and this tells two of them apart
    match task.await {
        Ok(Ok(made)) => End::Completed(made),
        Ok(Err(reason)) => End::Failed(reason),
        Err(error) => End::Failed(error.to_string()),
    }
}
