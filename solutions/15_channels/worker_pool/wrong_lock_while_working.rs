//! In `while let`, the guard lives to the end of the loop's body: who works holds the lock.
// refused: whoever works holds the Mutex made on line 34 all the while

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
    while let Some(job) = jobs.lock().await.recv().await {
        match machine.call(&job).await {
            Ok(_) => outcome.done += 1,
            Err(_) => outcome.failed += 1,
        }
    }
    outcome
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
