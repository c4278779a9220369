//! The first success, or every failure.
//!
//! **Why it matters.** The first who answers is not always the first who has an answer: an error is
//! often the fastest of all. Who asks several mirrors because any of them will do wants the first
//! page, and wants to hear of failures only if there is nothing else.
//!
//! **What to do.** Ask every mirror for the "page", all at once.
//!
//! - Return the first page that comes. A failure is no reason to stop, as long as somebody may still
//!   answer. The other calls have to be cancelled: none may go on when the function has returned.
//! - If all of them fail, return their failures, in the order in which they came.

use world::{Failure, Service};

pub async fn first_success(mirrors: Vec<Service>) -> Result<String, Vec<Failure>> {
    // TODO: the first page, not the first outcome
    todo!("ask {mirrors:?} for the page")
}
