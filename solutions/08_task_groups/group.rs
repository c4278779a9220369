//! A `JoinSet` holds the tasks; each carries its place in the order. On the first failure,
//! `shutdown` aborts the others and waits until they are gone.

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
        let failure = match ended {
            Ok((place, Ok(thing))) => {
                made.push((place, thing));
                continue;
            }
            Ok((_, Err(failure))) => failure,
            Err(_) => "a job panicked".to_owned(),
        };
        tasks.shutdown().await;
        return Err(failure);
    }
    made.sort();
    Ok(made.into_iter().map(|(_, thing)| thing).collect())
}
