//! Spawns a job and waits for it before it spawns the next.
// refused: ran one after the other: 600 ms

use tokio::task::JoinSet;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut made = Vec::new();
    for job in jobs {
        let mut tasks = JoinSet::new();
        tasks.spawn(job);
        for ended in tasks.join_all().await {
            made.push(ended?);
        }
    }
    Ok(made)
}
