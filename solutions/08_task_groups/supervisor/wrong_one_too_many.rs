//! Counts the first start as no start.
// refused: the number of children

use tokio::task::JoinSet;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut child = JoinSet::new();
    let mut failures = 0;
    loop {
        child.spawn(start());
        let ended = child.join_next().await.expect("there is one");
        match ended.unwrap_or_else(|_| Err("the child panicked".to_owned())) {
            Err(_) if failures <= restarts => failures += 1,
            end => return end,
        }
    }
}
