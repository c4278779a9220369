//! Joins handles: those that are dropped run on.
// refused: ran on to its end at 300 ms, for nobody

use futures::future::try_join_all;
use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let tasks = services.into_iter().map(|service| {
        let task = tokio::spawn(async move {
            let answer = service.call("weather").await;
            answer.with_context(|| format!("asking {}", service.name()))
        });
        async { task.await? }
    });
    try_join_all(tasks).await
}
