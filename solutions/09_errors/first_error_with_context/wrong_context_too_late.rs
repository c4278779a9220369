//! Puts the context around the whole.
// refused: does not say that it comes from asking oslo

use futures::future::try_join_all;
use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let calls = services.iter().map(|service| service.call("weather"));
    try_join_all(calls).await.context("asking for the weather")
}
