//! Each call gets its context where its name is still known; `try_join_all` ends with the first
//! error, and drops the other calls.

use anyhow::{Context, Result};
use futures::future::try_join_all;
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let calls = services.iter().map(async |service| {
        let answer = service.call("weather").await;
        answer.with_context(|| format!("asking {}", service.name()))
    });
    try_join_all(calls).await
}
