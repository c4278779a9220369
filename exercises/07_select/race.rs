//! Two mirrors, one page.
//!
//! **Why it matters.** Where two can answer the same question, the faster one decides how long you
//! wait. But a call that has lost still costs: the other side works on it, and somebody has to receive
//! its answer. A race is over when the loser has stopped as well.
//!
//! **What to do.** Ask both mirrors for the "page", at the same time, and return what comes first,
//! whether it is a page or a failure. The other call has to be cancelled: it must not go on when the
//! function has returned.

use world::{Failure, Service};

pub async fn race(near: Service, far: Service) -> Result<String, Failure> {
    // TODO: whoever comes first
    todo!("ask {near:?} and {far:?} for the page")
}
