//! One job after the other.
// refused: your three calls ran one after the other

use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let mut report = Vec::new();
    for job in jobs {
        report.push(tokio::spawn(job).await.map_err(|error| {
            let payload = error.into_panic();
            let text = payload.downcast_ref::<String>().cloned();
            text.or_else(|| Some(payload.downcast_ref::<&str>()?.to_string()))
                .unwrap_or("no message".to_owned())
        }));
    }
    report
}
