//! The receiver as a stream, of which so many items are worked on at once.

use futures::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use world::Service;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    pub failed: usize,
}

pub async fn worker_pool(
    workers: usize,
    jobs: mpsc::Receiver<String>,
    machine: Service,
) -> Outcome {
    ReceiverStream::new(jobs)
        .map(|job| machine.call(&job))
        .buffer_unordered(workers)
        .fold(Outcome::default(), async |mut outcome, result| {
            match result {
                Ok(_) => outcome.done += 1,
                Err(_) => outcome.failed += 1,
            }
            outcome
        })
        .await
}
