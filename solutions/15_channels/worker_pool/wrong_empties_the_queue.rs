//! Keeps the limit, but takes all jobs out of the queue at once: they wait in tasks, and the queue's bound means nothing.
// refused: were taken out of the queue before a worker was free

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
    while let Some(job) = jobs.recv().await {
        let (call, free) = (machine.call(&job), free.clone());
        under_way.spawn(async move {
            let _permit = free.acquire().await.expect("it is never closed");
            call.await.is_ok()
        });
    }
    let results = under_way.join_all().await;
    let done = results.iter().filter(|done| **done).count();
    Outcome { done, failed: results.len() - done }
}
