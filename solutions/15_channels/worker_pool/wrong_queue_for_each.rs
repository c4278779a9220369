//! Deals the jobs out in turn, to a queue for each worker: a short job waits behind a long one.
// refused: which stood in front of it in the queue

use tokio::sync::mpsc;
use world::Service;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    pub failed: usize,
}

async fn worker(mut jobs: mpsc::Receiver<String>, machine: Service) -> Outcome {
    let mut outcome = Outcome::default();
    while let Some(job) = jobs.recv().await {
        match machine.call(&job).await {
            Ok(_) => outcome.done += 1,
            Err(_) => outcome.failed += 1,
        }
    }
    outcome
}

pub async fn worker_pool(
    workers: usize,
    mut jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    let mut queues = Vec::new();
    let mut tasks = Vec::new();
    for _ in 0..workers {
        let (queue, jobs) = mpsc::channel(1);
        queues.push(queue);
        tasks.push(tokio::spawn(worker(jobs, machine.clone())));
    }
    let mut next = 0;
    while let Some(job) = jobs.recv().await {
        queues[next].send(job).await.expect("the worker is there");
        next = (next + 1) % workers;
    }
    drop(queues);
    let mut all = Outcome::default();
    for task in tasks {
        let outcome = task.await.expect("a worker does not panic");
        all.done += outcome.done;
        all.failed += outcome.failed;
    }
    all
}
