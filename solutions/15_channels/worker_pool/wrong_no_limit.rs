//! A task for each job, as soon as it comes.
// refused: where 2 is the limit

use tokio::{sync::mpsc, task::JoinSet};
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
    let _ = workers;
    let mut under_way = JoinSet::new();
    while let Some(job) = jobs.recv().await {
        under_way.spawn(machine.call(&job));
    }
    let results = under_way.join_all().await;
    let done = results.iter().filter(|result| result.is_ok()).count();
    Outcome { done, failed: results.len() - done }
}
