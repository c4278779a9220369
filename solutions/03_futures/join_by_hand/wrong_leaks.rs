//! Puts the parts on the heap, and forgets to give them back.
// refused: the join was dropped after 100 ms

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    // A reference that lives for ever needs no pinning on the spot.
    let mut first = unsafe { Pin::new_unchecked(&mut *Box::into_raw(Box::new(first))) };
    let mut second = unsafe { Pin::new_unchecked(&mut *Box::into_raw(Box::new(second))) };
    let (mut one, mut two) = (None, None);
    poll_fn(|cx| {
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
