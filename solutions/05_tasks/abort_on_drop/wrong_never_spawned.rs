//! Dropping a future cancels it, so why a task? Because without one, nothing happens until somebody awaits it.
// refused: the work began only when somebody awaited the future

use tokio::task::JoinError;

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    async move { Ok(work.await) }
}
