//! Polls the parts with a waker that wakes nobody.
// refused: one of the parts had news, and the task that awaits both was not woken

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut one, mut two) = (None, None);
    poll_fn(|_| {
        let cx = &mut std::task::Context::from_waker(std::task::Waker::noop());
        if one.is_none() && let Poll::Ready(output) = first.as_mut().poll(cx) {
            one = Some(output);
        }
        if two.is_none() && let Poll::Ready(output) = second.as_mut().poll(cx) {
            two = Some(output);
        }
        match (one.take(), two.take()) {
            (Some(one), Some(two)) => Poll::Ready((one, two)),
            (left, right) => {
                (one, two) = (left, right);
                Poll::Pending
            }
        }
    })
    .await
}
