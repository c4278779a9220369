//! A panic of the work is passed on to whoever awaits it, where a `JoinError` is asked for.
// refused: the work panicked, and your future panicked with it

use tokio::task::{JoinError, JoinSet};

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let mut tasks = JoinSet::new();
    tasks.spawn(work);
    async move { Ok(tasks.join_all().await.remove(0)) }
}
