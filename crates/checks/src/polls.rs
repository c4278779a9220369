//! Counting polls: a future that is asked without end is told so, and not waited for.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use crate::refusal::Refusal;

/// Awaits a future, and gives its output and how often it was polled.
///
/// # Errors
/// When it was polled more than `most` times and is still not ready: it wakes itself again and
/// again. On the paused clock no time passes meanwhile, so it might never end.
pub async fn polled<F: Future>(future: F, most: usize) -> Result<(F::Output, usize), Refusal> {
    let mut future = pin!(future);
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Ok((output, polls))),
            Poll::Pending if polls > most => {
                let sentence = format!(
                    "your future was polled {polls} times and is not ready: it wakes its task again and again"
                );
                Poll::Ready(Err(Refusal::new(sentence)))
            }
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
