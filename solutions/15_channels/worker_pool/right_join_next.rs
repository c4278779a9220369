//! A set of at most so many tasks: while it is full, wait until one of them ends.

use tokio::{sync::mpsc, task::JoinSet};
use world::{Failure, Service};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    pub failed: usize,
}

impl Outcome {
    fn count(&mut self, result: Result<String, Failure>) {
        match result {
            Ok(_) => self.done += 1,
            Err(_) => self.failed += 1,
        }
    }
}

pub async fn worker_pool(
    workers: usize,
    mut jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut under_way = JoinSet::new();
    let mut open = true;
    while open || !under_way.is_empty() {
        tokio::select! {
            job = jobs.recv(), if open && under_way.len() < workers => match job {
                Some(job) => {
                    under_way.spawn(machine.call(&job));
                }
                None => open = false,
            },
            Some(result) = under_way.join_next() => {
                outcome.count(result.expect("a call does not panic"));
            }
        }
    }
    outcome
}
