//! Polls both once, so that both have begun, and then awaits one after the other: the second is not asked meanwhile.
// refused: the answer of `oslo` was there after 200 ms, and was taken only after 300 ms

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures::future::maybe_done;

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let mut first = pin!(maybe_done(first));
    let mut second = pin!(maybe_done(second));
    poll_fn(|cx| {
        let _ = first.as_mut().poll(cx);
        let _ = second.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
    first.as_mut().await;
    second.as_mut().await;
    match (first.take_output(), second.take_output()) {
        (Some(first), Some(second)) => (first, second),
        _ => unreachable!("both are done, and nobody took their outputs"),
    }
}
