//! A queue of its own between the pool and the workers, and a sender to it that stays.
// refused: all jobs are done, and the pool does not end

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

pub async fn worker_pool(
    workers: usize,
    mut jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    let (inner, queue) = mpsc::channel::<String>(1);
    let queue = Arc::new(Mutex::new(queue));
    let mut pool = JoinSet::new();
    for _ in 0..workers {
        let (queue, machine) = (queue.clone(), machine.clone());
        pool.spawn(async move {
            let mut outcome = Outcome::default();
            loop {
                let next = queue.lock().await.recv().await;
                let Some(job) = next else { return outcome };
                match machine.call(&job).await {
                    Ok(_) => outcome.done += 1,
                    Err(_) => outcome.failed += 1,
                }
            }
        });
    }
    while let Some(job) = jobs.recv().await {
        inner.send(job).await.expect("the workers are there");
    }
    let mut all = Outcome::default();
    while let Some(outcome) = pool.join_next().await {
        let outcome = outcome.expect("a worker does not panic");
        all.done += outcome.done;
        all.failed += outcome.failed;
    }
    drop(inner);
    all
}
