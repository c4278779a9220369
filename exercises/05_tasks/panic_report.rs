//! A report on jobs that may panic.
//!
//! **Why it matters.** A panic ends the task that it happens in, and no other. That is worth a lot in a server: one
//! request with a bug in it, and all the others go on. But somebody has to ask how a task ended. A panic whose handle
//! was dropped leaves a line on stderr at the most, and a panic that is unwrapped takes the next task with it.
//!
//! **What to do.** Run all jobs at the same time. Return, in the order of the jobs, `Ok` with what a job returned, or
//! `Err` with what its panic said. `panic!("full")` says a `&'static str`, `panic!("{n} left")` a `String`; for a panic
//! with anything else, the report says `no message`.

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        // TODO: what is in this `Result`?
        report.push(Ok(task.await.unwrap()));
    }
    report
}
