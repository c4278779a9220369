//! Joins all, and takes the first error of the list.
// refused: the first in the list, and not the first that happened

use futures::future::join_all;
use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let answers = join_all(services.iter().map(|service| service.call("weather"))).await;
    let named = services.iter().zip(answers);
    named.map(|(service, answer)| answer.with_context(|| format!("asking {}", service.name()))).collect()
}
