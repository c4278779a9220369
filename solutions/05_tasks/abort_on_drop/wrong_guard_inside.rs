//! The guard is made in the body of the async block, which does not run before the first poll.
// refused: the future was dropped before anybody had polled it, and the work ran on

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
    async move {
        let _guard = AbortOnDrop(task.abort_handle());
        task.await
    }
}
