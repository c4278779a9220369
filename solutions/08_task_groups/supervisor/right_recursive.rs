//! A child that fails is followed by a supervisor with one restart less.

use tokio_util::task::AbortOnDropHandle;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let end = AbortOnDropHandle::new(tokio::spawn(start())).await;
    match end.unwrap_or_else(|_| Err("the child panicked".to_owned())) {
        Err(_) if restarts > 0 => Box::pin(supervisor(start, restarts - 1)).await,
        end => end,
    }
}
