//! Awaits the child in its own task: a panic of the child is one of the supervisor.
// refused: your answer panicked

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut left = restarts;
    loop {
        match start().await {
            Err(_) if left > 0 => left -= 1,
            end => return end,
        }
    }
}
