//! Looks for a `&str` alone, which is what `panic!` makes of a text without holes.
// refused: a panic with a formatted text says a `String`

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let tasks: Vec<_> = jobs.into_iter().map(tokio::spawn).collect();
    let mut report = Vec::new();
    for task in tasks {
        report.push(task.await.map_err(|error| {
            let payload = error.into_panic();
            let text = payload.downcast_ref::<&str>().copied();
            text.unwrap_or("no message").to_owned()
        }));
    }
    report
}
