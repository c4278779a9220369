//! Waits for all of them, however long it takes.
// refused: the patience was over after 350 ms, and your server went on until 1 s

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
    while under_way.join_next().await.is_some() {
        answered += 1;
    }
    Served {
        answered,
        cut_off: 0,
    }
}
