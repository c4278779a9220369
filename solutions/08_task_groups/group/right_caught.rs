//! Without tasks: `catch_unwind` keeps a panic inside, and what `try_join_all` drops is gone at once.
//! For up to thirty jobs: in this version of `futures`, a longer list gives its error late.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, future::try_join_all};

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    try_join_all(jobs.into_iter().map(|job| async move {
        let ended = AssertUnwindSafe(job).catch_unwind().await;
        ended.unwrap_or_else(|_| Err("a job panicked".to_owned()))
    }))
    .await
}
