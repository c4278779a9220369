//! Starts the child again however it ended.
// refused: was called four times

use tokio::task::JoinSet;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut child = JoinSet::new();
    let mut last = Err("the child panicked".to_owned());
    for _ in 0..=restarts {
        child.spawn(start());
        if let Some(Ok(end)) = child.join_next().await {
            last = end;
        }
    }
    last
}
