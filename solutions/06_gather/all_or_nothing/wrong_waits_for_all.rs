//! Waits for everybody, and looks for failures afterwards.
// refused: ran to its end after 300 ms, and should have been cancelled after 100 ms; the last call ended after 500 ms

use futures::future::join_all;
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let outcomes = join_all(parts.iter().map(|part| part.call("booking"))).await;
    outcomes.into_iter().collect()
}
