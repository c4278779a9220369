//! A task for each job, and one permit for all of them: the next one waits until it is given back.
// refused: that task is awaited before the next one is spawned, or the next one waits for it

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
    let free = Arc::new(Semaphore::new(workers.min(1)));
    let mut under_way = JoinSet::new();
    loop {
        let permit = free.clone().acquire_owned().await.expect("it is never closed");
        let Some(job) = jobs.recv().await else { break };
        let call = machine.call(&job);
        under_way.spawn(async move {
            let _permit = permit;
            call.await.is_ok()
        });
    }
    let results = under_way.join_all().await;
    let done = results.iter().filter(|done| **done).count();
    Outcome { done, failed: results.len() - done }
}
