//! Waits for everybody, and looks for a failure afterwards.
// refused: where it should take 100 ms

use futures::future::join_all;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let tasks = jobs.into_iter().map(tokio::spawn);
    let ended = join_all(tasks).await;
    let ended = ended.into_iter().map(|ended| ended.unwrap_or_else(|_| Err("a job panicked".to_owned())));
    ended.collect()
}
