//! As it ships: the handle itself, which detaches its task when it is dropped.
// refused: the future was dropped after 100 ms, and the work ran on for another 200 ms

use tokio::task::JoinError;

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    tokio::spawn(work)
}
