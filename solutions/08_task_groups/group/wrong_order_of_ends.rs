//! Collects as the tasks end.
// refused: map of oslo

use tokio::task::JoinSet;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut tasks: JoinSet<_> = jobs.into_iter().collect();
    let mut made = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        match ended.unwrap_or_else(|_| Err("a job panicked".to_owned())) {
            Ok(thing) => made.push(thing),
            Err(failure) => {
                tasks.shutdown().await;
                return Err(failure);
            }
        }
    }
    Ok(made)
}
