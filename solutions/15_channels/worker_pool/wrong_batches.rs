//! As many jobs as there are workers, and then it waits for all of them.
// refused: began only after

use futures::future::join_all;
use tokio::sync::mpsc;
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
    let mut outcome = Outcome::default();
    loop {
        let mut batch = Vec::new();
        while batch.len() < workers {
            let Some(job) = jobs.recv().await else { break };
            batch.push(job);
        }
        if batch.is_empty() {
            break;
        }
        for result in join_all(batch.iter().map(|job| machine.call(job))).await {
            match result {
                Ok(_) => outcome.done += 1,
                Err(_) => outcome.failed += 1,
            }
        }
    }
    outcome
}
