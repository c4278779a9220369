//! Two loops: one that spawns, one that awaits.

use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut tasks = Vec::new();
    for service in services {
        tasks.push(tokio::spawn(service.call("weather")));
    }
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a call does not panic"));
    }
    answers
}
