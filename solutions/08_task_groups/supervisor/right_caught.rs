//! Without a task: the child is a part of the supervisor, and its panics are caught.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    for restart in 0.. {
        let ended = AssertUnwindSafe(start()).catch_unwind().await;
        let end = ended.unwrap_or_else(|_| Err("the child panicked".to_owned()));
        if end.is_ok() || restart == restarts {
            return end;
        }
    }
    unreachable!()
}
