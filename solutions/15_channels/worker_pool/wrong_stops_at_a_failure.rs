//! A worker that fails goes home.
// refused: a job that fails ends nobody's work

use std::sync::Arc;

use tokio::{
    sync::{Mutex, mpsc},
    task::JoinSet,
};
use world::Service;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    pub failed: usize,
}

async fn worker(jobs: Arc<Mutex<mpsc::Receiver<String>>>, machine: Service) -> Outcome {
    let mut outcome = Outcome::default();
    loop {
        let next = jobs.lock().await.recv().await;
        let Some(job) = next else { return outcome };
        if machine.call(&job).await.is_err() {
            outcome.failed += 1;
            return outcome;
        }
        outcome.done += 1;
    }
}

pub async fn worker_pool(
    workers: usize,
    jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    let jobs = Arc::new(Mutex::new(jobs));
    let mut pool = JoinSet::new();
    for _ in 0..workers {
        pool.spawn(worker(jobs.clone(), machine.clone()));
    }
    let mut all = Outcome::default();
    for outcome in pool.join_all().await {
        all.done += outcome.done;
        all.failed += outcome.failed;
    }
    all
}
