//! `maybe_done` of `futures` keeps an output, and can be polled again.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use futures::future::maybe_done;

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    let mut first = pin!(maybe_done(first));
    let mut second = pin!(maybe_done(second));
    poll_fn(|cx| {
        let first = first.as_mut().poll(cx).is_ready();
        let second = second.as_mut().poll(cx).is_ready();
        if first && second { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let both = (first.take_output(), second.take_output());
    match both {
        (Some(first), Some(second)) => (first, second),
        _ => unreachable!("both are done, and nobody took their outputs"),
    }
}
