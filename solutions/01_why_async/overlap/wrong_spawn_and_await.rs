//! Spawns a task for each call and awaits it in the same turn of the loop: tasks, and still one
//! after the other.
// refused: each has a task, but that task is awaited before the next one is spawned

use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for service in [rome, oslo, cairo] {
        let task = tokio::spawn(async move { service.call("weather").await });
        answers.push(task.await.expect("a call does not panic")?);
    }
    Ok(answers)
}
