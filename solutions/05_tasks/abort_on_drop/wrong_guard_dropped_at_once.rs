//! `_` is no variable: the block does not take the guard, which is dropped when the function returns.
// refused: the task was cancelled while somebody awaited it

use tokio::task::{AbortHandle, JoinError};

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let task = tokio::spawn(work);
    let guard = AbortOnDrop(task.abort_handle());
    async move {
        let _ = guard;
        task.await
    }
}
