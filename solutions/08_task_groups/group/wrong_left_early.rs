//! Returns at the first failure; the set is dropped, but the tasks are only marked.
// refused: to abort a task is to ask

use tokio::task::JoinSet;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for (place, job) in jobs.into_iter().enumerate() {
        tasks.spawn(async move { (place, job.await) });
    }
    let mut made = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        let (place, ended) = ended.map_err(|_| "a job panicked".to_owned())?;
        made.push((place, ended?));
    }
    made.sort();
    Ok(made.into_iter().map(|(_, thing)| thing).collect())
}
