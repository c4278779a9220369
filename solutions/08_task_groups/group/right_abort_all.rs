//! `abort_all` asks; the tasks are gone when `join_next` has nothing left to give.

use tokio::task::JoinSet;

pub async fn group<J>(jobs: Vec<J>) -> Result<Vec<String>, String>
where
    J: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut made: Vec<Option<String>> = Vec::new();
    for (place, job) in jobs.into_iter().enumerate() {
        made.push(None);
        tasks.spawn(async move { job.await.map(|thing| (place, thing)) });
    }
    let mut result = Ok(());
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(Ok((place, thing))) => made[place] = Some(thing),
            Err(error) if error.is_cancelled() => {}
            failed => {
                if result.is_ok() {
                    result = Err(match failed {
                        Ok(Err(failure)) => failure,
                        _ => "a job panicked".to_owned(),
                    });
                }
                tasks.abort_all();
            }
        }
    }
    result.map(|()| made.into_iter().flatten().collect())
}
