//! Each answer as soon as it is there.
//!
//! **Why it matters.** Where people look at results, the first one should appear when it is there,
//! and not when the last one is.
//!
//! **What to do.** Ask every mirror for the "page", all at once, and hand what comes to `show`, a page
//! or a failure, at the moment when it comes. Return when everybody has answered and all of it was
//! shown.

use world::{Failure, Service};

pub async fn as_they_come(mirrors: Vec<Service>, mut show: impl FnMut(Result<String, Failure>)) {
    // TODO: the answers are shown when all of them are there
    for answer in futures::future::join_all(mirrors.iter().map(|m| m.call("page"))).await {
        show(answer);
    }
}
