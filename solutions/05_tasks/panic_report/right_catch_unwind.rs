//! Without tasks: each job is a part of this one, with a net of its own below it.

use futures::future::{FutureExt, join_all};
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

pub type Job = Pin<Box<dyn Future<Output = String> + Send>>;

pub async fn panic_report(jobs: Vec<Job>) -> Vec<Result<String, String>> {
    let jobs = jobs.into_iter().map(|job| async {
        // What the job had in hand may be half done, and nobody looks at it again.
        let end = AssertUnwindSafe(job).catch_unwind().await;
        end.map_err(said)
    });
    join_all(jobs).await
}

fn said(payload: Box<dyn Any + Send>) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("no message").to_owned()
}
