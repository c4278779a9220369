//! Every call in a task of its own.
//!
//! **Why it matters.** A part of your task lives as long as your task polls it. A task of its own lives on when you
//! turn to other work, and also when whoever waits for you loses patience: a `timeout` around your function drops it, and
//! all of its parts with it. A payment that was sent off should not die because a browser was closed.
//!
//! **What to do.** Ask every service for "weather", all at the same time, each in a task of its own. Return their answers
//! in the order of the services, failures included. Where somebody stops waiting for you, the calls go on all the same.

use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut answers = Vec::new();
    for service in services {
        let task = tokio::spawn(service.call("weather"));
        // TODO: when does the next turn of this loop spawn its task?
        answers.push(task.await.expect("a call does not panic"));
    }
    answers
}
