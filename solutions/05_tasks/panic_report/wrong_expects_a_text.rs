//! Takes for granted that a panic says a text.
// refused: a panic that says no text, but a number, makes your answer panic

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        report.push(task.await.map_err(|error| {
            let payload = error.into_panic();
            match payload.downcast_ref::<&str>() {
                Some(text) => text.to_string(),
                None => payload.downcast_ref::<String>().unwrap().clone(),
            }
        }));
    }
    report
}
