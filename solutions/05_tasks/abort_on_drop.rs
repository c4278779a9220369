//! A guard that is made together with the task, and moves into the future that awaits it.

use tokio::task::{AbortHandle, JoinError};

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort(); // of a task that is done, this does nothing
    }
}

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let task = tokio::spawn(work);
    let guard = AbortOnDrop(task.abort_handle());
    async move {
        let _guard = guard;
        task.await
    }
}
