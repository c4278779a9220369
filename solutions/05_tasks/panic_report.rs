//! A task for each job, and for each `JoinError` a look at its payload.

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        let result = task.await.map_err(|error| {
            let payload = error.into_panic(); // nobody aborts a job, so it is a panic
            if let Some(text) = payload.downcast_ref::<&str>() {
                text.to_string()
            } else if let Some(text) = payload.downcast_ref::<String>() {
                text.clone()
            } else {
                "no message".to_owned()
            }
        });
        report.push(result);
    }
    report
}
