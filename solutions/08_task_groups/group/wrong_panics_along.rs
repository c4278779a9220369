//! `join_next` is unwrapped: the panic of one job becomes the panic of the group.
// refused: panicked

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
        let (place, ended) = ended.unwrap();
        match ended {
            Ok(thing) => made.push((place, thing)),
            Err(failure) => {
                tasks.shutdown().await;
                return Err(failure);
            }
        }
    }
    made.sort();
    Ok(made.into_iter().map(|(_, thing)| thing).collect())
}
