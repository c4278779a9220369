//! A handle, and a guard that aborts the task when it is dropped.

use tokio::task::AbortHandle;

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn supervisor<S, C>(mut start: S, restarts: usize) -> Result<String, String>
where
    S: FnMut() -> C,
    C: Future<Output = Result<String, String>> + Send + 'static,
{
    let mut last = Err("no child was started".to_owned());
    for _ in 0..=restarts {
        let child = tokio::spawn(start());
        let _guard = AbortOnDrop(child.abort_handle());
        last = match child.await {
            Ok(end) => end,
            Err(_) => Err("the child panicked".to_owned()),
        };
        if last.is_ok() {
            break;
        }
    }
    last
}
