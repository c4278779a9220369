//! A plain handle: when the supervisor is dropped, so is the handle, and the child runs on.
// refused: with nobody to look after it

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut left = restarts;
    loop {
        let ended = tokio::spawn(start()).await;
        match ended.unwrap_or_else(|_| Err("the child panicked".to_owned())) {
            Err(_) if left > 0 => left -= 1,
            end => return end,
        }
    }
}
