//! Waits for whichever is first, then for the other.

use std::pin::pin;

use futures::future::{Either, select};

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    match select(pin!(first), pin!(second)).await {
        Either::Left((first, second)) => (first, second.await),
        Either::Right((second, first)) => (first.await, second),
    }
}
