//! Prints the `JoinError`, which speaks of a task and its number.
// refused: this is what `JoinError` says, and not what the panic said

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        report.push(task.await.map_err(|error| error.to_string()));
    }
    report
}
