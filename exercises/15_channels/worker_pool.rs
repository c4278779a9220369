//! A pool of workers with one queue.
//!
//! **Why it matters.** Jobs come in through a queue, and a fixed number of workers takes them out. The
//! number of workers is the limit, and the queue's bound is what tells the senders to slow down. A
//! pool that takes everything out of the queue at once has neither.
//!
//! **What to do.** Do every job that comes, with `machine.call(&job)`, and return how many were done
//! and how many failed.
//!
//! - Up to `workers` jobs are under way at the same time, and never more. `workers` is at least 1.
//! - The next job is taken, in the order of the queue, as soon as a worker is free; and not long
//!   before: at most one job may be taken out of the queue in advance.
//! - A job that fails ends nobody's work.
//! - The pool ends when the queue is closed and empty, and all jobs are done.

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
    // TODO: this is one worker, whatever their number is
    let _ = workers;
    let mut outcome = Outcome::default();
    while let Some(job) = jobs.recv().await {
        match machine.call(&job).await {
            Ok(_) => outcome.done += 1,
            Err(_) => outcome.failed += 1,
        }
    }
    outcome
}
