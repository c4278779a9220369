//! As it ships: each task is awaited before the next one is spawned.
// refused: each has a task, but that task is awaited before the next one is spawned

use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut answers = Vec::new();
    for service in services {
        let task = tokio::spawn(service.call("weather"));
        answers.push(task.await.expect("a call does not panic"));
    }
    answers
}
