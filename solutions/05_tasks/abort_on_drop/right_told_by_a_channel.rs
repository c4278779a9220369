//! A second task waits for the end of a channel, which comes when the future is dropped, and aborts the first one.

use tokio::sync::oneshot;
use tokio::task::JoinError;

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    let task = tokio::spawn(work);
    let abort = task.abort_handle();
    let (alive_tx, alive_rx) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let _ = alive_rx.await; // nobody ever sends: it ends with its sender
        abort.abort();
    });
    async move {
        let _alive_tx = alive_tx;
        task.await
    }
}
