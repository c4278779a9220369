//! A `JoinSet` of one: it aborts what is in it when it is dropped.

use tokio::task::{JoinError, JoinSet};

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let mut tasks = JoinSet::new();
    tasks.spawn(work);
    async move { tasks.join_next().await.expect("there is one task in it") }
}
