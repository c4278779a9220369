//! Joins the handles: at the first failure they are dropped, and the tasks run on.
// refused: ran on to their end

use futures::future::try_join_all;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let tasks = jobs.into_iter().map(|job| async move {
        let ended = tokio::spawn(job).await;
        ended.unwrap_or_else(|_| Err("a job panicked".to_owned()))
    });
    try_join_all(tasks).await
}
