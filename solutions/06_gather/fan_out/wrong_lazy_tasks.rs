//! An iterator that spawns is lazy: the second task is spawned when the first has been awaited.
// refused: each has a task, but that task is awaited before the next one is spawned

use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let tasks = cities.iter().map(|city| tokio::spawn(city.call("weather")));
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a call does not panic"));
    }
    answers
}
