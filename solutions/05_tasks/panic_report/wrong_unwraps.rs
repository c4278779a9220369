//! As it ships: the first panic is passed on to the one who asks.
// refused: a job panicked, and your answer panicked with it

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        report.push(Ok(task.await.unwrap()));
    }
    report
}
