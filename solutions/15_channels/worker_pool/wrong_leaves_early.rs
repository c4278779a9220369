//! Returns when the queue is closed: what is under way is not waited for, and not counted.
// refused: what is returned is not what it should be

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
    let mut outcome = Outcome::default();
    let mut under_way = JoinSet::new();
    loop {
        if under_way.len() == workers {
            match under_way.join_next().await.expect("it is full").expect("a call does not panic") {
                Ok(_) => outcome.done += 1,
                Err(_) => outcome.failed += 1,
            }
        }
        let Some(job) = jobs.recv().await else { return outcome };
        under_way.spawn(machine.call(&job));
    }
}
