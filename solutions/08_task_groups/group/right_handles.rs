//! Handles instead of a set: whoever aborts a task by its handle also has to await it.

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut stops = Vec::new();
    let mut tasks: FuturesUnordered<_> = jobs
        .into_iter()
        .enumerate()
        .map(|(place, job)| {
            let task = tokio::spawn(job);
            stops.push(task.abort_handle());
            async move { (place, task.await) }
        })
        .collect();
    let mut made = vec![String::new(); stops.len()];
    let mut failed = None;
    while let Some((place, ended)) = tasks.next().await {
        match ended.unwrap_or_else(|_| Err("a job panicked".to_owned())) {
            Ok(thing) => made[place] = thing,
            Err(failure) if failed.is_none() => {
                failed = Some(failure);
                stops.iter().for_each(|task| task.abort());
            }
            Err(_) => {} // cancelled by us
        }
    }
    failed.map_or(Ok(made), Err)
}
