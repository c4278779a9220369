//! Every outcome, the good and the bad.
//!
//! **Why it matters.** A report on many machines is worth most when some of them are in trouble. It
//! has to hold what could be had and to name what could not, and one mistake in the code that asks
//! must not cost the whole report.
//!
//! **What to do.** Ask every city about the "weather", all at once, and return two lists, each in the
//! order of asking: the answers, and the failures.
//!
//! One of the clients has a mistake in it: the call may *panic*. That counts as a failure of that city
//! with the reason "panicked", and the others go on.

use world::{Failure, Service};

pub async fn every_outcome(cities: Vec<Service>) -> (Vec<String>, Vec<Failure>) {
    // TODO: wait for everybody, whatever becomes of them
    todo!("ask {cities:?} about the weather")
}
