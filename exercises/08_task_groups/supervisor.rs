//! A supervisor.
//!
//! **Why it matters.** Long-running parts of a program fail: a connection breaks, a bug panics.
//! Somebody has to notice, start the part again, and know when to give up. And whoever stops the
//! supervisor expects that the part stops with it.
//!
//! **What to do.** `start` makes the child. Run it, and when it succeeds, return what it made. When it
//! fails, start a new one, at once; a child that panics has failed, with "the child panicked", and
//! its panic must not be yours. After `restarts` restarts give up, and return the failure of the last
//! one. When the supervisor itself is dropped, the child that is running goes with it.

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    // TODO: this starts one child, and gives up when that fails
    let _ = restarts;
    start().await
}
