//! Three tasks, all spawned before the first one is awaited.

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let tasks: Vec<_> = [rome, oslo, cairo]
        .into_iter()
        .map(|service| tokio::spawn(async move { service.call("weather").await }))
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a call does not panic")?);
    }
    Ok(answers)
}
