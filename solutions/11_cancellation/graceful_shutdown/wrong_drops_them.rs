//! Returns when it is told to stop: the set is dropped, and all that is under way.
// refused: `quick` was cut off after 150 ms, and its answer would have come after 220 ms, within the patience

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use world::Service;

#[derive(Debug, PartialEq)]
pub struct Served {
    pub answered: usize,
    pub cut_off: usize,
}

pub async fn graceful_shutdown(
    inbox: &mut mpsc::Receiver<String>,
    stop: CancellationToken,
    patience: Duration,
    backend: Service,
) -> Served {
    let _ = patience;
    let mut under_way = JoinSet::new();
    let mut answered = 0;
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(_) = under_way.join_next() => answered += 1,
            Some(request) = inbox.recv() => drop(under_way.spawn(backend.call(&request))),
        }
    }
    let cut_off = under_way.len();
    under_way.shutdown().await;
    Served { answered, cut_off }
}
