//! A set of tasks; the rest is aborted when it is dropped.

use tokio::task::JoinSet;
use anyhow::{Context, Result};
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let mut tasks = JoinSet::new();
    for (place, service) in services.into_iter().enumerate() {
        tasks.spawn(async move {
            let answer = service.call("weather").await;
            (place, answer.with_context(|| format!("asking {}", service.name())))
        });
    }
    let mut answers = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        let (place, answer) = ended?;
        answers.push((place, answer?));
    }
    answers.sort();
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}
