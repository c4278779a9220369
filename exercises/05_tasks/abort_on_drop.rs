//! A task that ends when its owner does.
//!
//! **Why it matters.** Dropping a `JoinHandle` detaches its task: whoever loses interest, runs into a `timeout` or returns
//! early with `?` leaves work behind that nobody needs. Often you want the opposite: a task that works on its own, and that
//! goes when you go. The crate `tokio` has no such handle (`tokio-util` has); with what it has, you build one in ten lines.
//!
//! **What to do.** Spawn the work, and return a future that stands for it.
//!
//! - The work begins at once, whether or not somebody awaits the future.
//! - Awaited, the future gives what awaiting a `JoinHandle` gives.
//! - Dropped before the work is done, it aborts the task: whenever that happens.

use tokio::task::JoinError;

pub fn abort_on_drop<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> impl Future<Output = Result<T, JoinError>> {
    // TODO: what happens to the task when this handle is dropped?
    tokio::spawn(work)
}
