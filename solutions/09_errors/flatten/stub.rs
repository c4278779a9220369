//! Two layers of errors.
//!
//! **Why it matters.** The output of a task that can fail is a `Result` inside a `Result`: the outer
//! one is about the task, the inner one about its work. Whoever unwraps one of them away turns a
//! failure into a panic, or loses it.
//!
//! **What to do.** Await the task and return what it made. If its work failed, or if the task
//! panicked, return that error as it is: the caller takes it apart again.

use anyhow::Result;
use tokio::task::JoinHandle;
use world::Failure;

pub async fn flatten(task: JoinHandle<Result<String, Failure>>) -> Result<String> {
    // TODO: this panics when the task does, and when its work fails
    Ok(task.await.unwrap().unwrap())
}
