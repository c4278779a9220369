//! `try_join_all` ends with the first failure and drops what is under way.

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    try_join_all(parts.iter().map(|part| part.call("booking"))).await
}
