//! Forgets each permit: after the first two jobs there is none left.
// refused: 2 of six jobs are done, and nothing goes on

use std::sync::Arc;

use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
};
use world::Service;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    pub failed: usize,
}

pub async fn worker_pool(
    workers: usize,
    mut jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    let free = Arc::new(Semaphore::new(workers));
    let mut under_way = JoinSet::new();
    loop {
        let permit = free.clone().acquire_owned().await.expect("it is never closed");
        let Some(job) = jobs.recv().await else { break };
        let call = machine.call(&job);
        under_way.spawn(async move {
            permit.forget();
            call.await.is_ok()
        });
    }
    let results = under_way.join_all().await;
    let done = results.iter().filter(|done| **done).count();
    Outcome { done, failed: results.len() - done }
}
