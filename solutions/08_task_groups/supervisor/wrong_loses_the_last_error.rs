//! Says that it gave up, and not why.
// refused: child 4 failed

use tokio::task::JoinSet;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut child = JoinSet::new();
    for _ in 0..=restarts {
        child.spawn(start());
        if let Some(Ok(Ok(made))) = child.join_next().await {
            return Ok(made);
        }
    }
    Err("too many restarts".to_owned())
}
