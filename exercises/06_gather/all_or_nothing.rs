//! All parts of a trip, or none.
//!
//! **Why it matters.** When one part of a job fails, the rest is often for nothing. Whoever goes on
//! waiting for it wastes time, and whoever lets it run wastes the time of others.
//!
//! **What to do.** Ask every part of the trip for a "booking", all at once.
//!
//! - If all of them answer, return the answers in the order of the list.
//! - As soon as one fails, return that failure: the one that came first, not the one that stands
//!   first. Do not wait for the others. They have to be cancelled: none may go on when the function
//!   has returned.

use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    // TODO: all at once, and give up at the first failure
    todo!("ask {parts:?} for a booking")
}
