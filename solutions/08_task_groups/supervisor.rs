//! A set of one: it aborts the child when it is dropped, and keeps a panic apart.

use tokio::task::JoinSet;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut child = JoinSet::new();
    let mut left = restarts;
    loop {
        child.spawn(start());
        let ended = child.join_next().await.expect("there is one");
        match ended.unwrap_or_else(|_| Err("the child panicked".to_owned())) {
            Err(_) if left > 0 => left -= 1,
            end => return end,
        }
    }
}
