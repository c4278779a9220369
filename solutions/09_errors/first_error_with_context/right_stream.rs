//! A stream of all calls at once, in order; `try_buffered` looks at each as it ends.

use futures::stream::{FuturesUnordered, TryStreamExt};
use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let calls: FuturesUnordered<_> = services
        .iter()
        .enumerate()
        .map(async |(place, service)| {
            let answer = service.call("weather").await;
            answer.map(|answer| (place, answer)).with_context(|| format!("asking {}", service.name()))
        })
        .collect();
    let mut answers: Vec<_> = calls.try_collect().await?;
    answers.sort();
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}
