//! `buffered` gives the outputs in order, so a failure waits for those in front of it.
// refused: ran to its end after 300 ms, and should have been cancelled after 100 ms; the last call ended after 300 ms

use futures::stream::{StreamExt, TryStreamExt, iter};
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let width = parts.len().max(1);
    iter(parts)
        .map(|part| part.call("booking"))
        .buffered(width)
        .try_collect()
        .await
}
