//! Two futures at once, without `join!`.
//!
//! **Why it matters.** Waits overlap where one `poll` polls several futures. That is all that
//! `join!` is, and `select!`, and every other way to do several things in one task. To write one
//! is to know what they cost and what they must not do.
//!
//! **What to do.** `join_by_hand(first, second)` runs both futures at once, in the task that awaits
//! it, and gives both outputs when both are there. The type of a future is not known here, and it
//! may be one that must not be moved after its first poll. A future that is ready must not be polled
//! again. And if yours is dropped, both parts go with it.

pub async fn join_by_hand<A: Future, B: Future>(first: A, second: B) -> (A::Output, B::Output) {
    // TODO: poll both, without `join!`
    (first.await, second.await)
}
