//! Where the signal and a request are there together, chance says which one `select!` looks at.
// refused: `select!` looks at its branches in a random order

use std::time::Duration;

use tokio::{
    sync::mpsc,
    task::JoinSet,
    time::{Instant, timeout_at},
};
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
    let mut calls = JoinSet::new();
    let (mut answered, mut cut_off) = (0, 0);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            Some(request) = inbox.recv() => {
                calls.spawn(backend.call(&request));
            }
            Some(_) = calls.join_next() => answered += 1,
        }
    }
    let end = Instant::now() + patience;
    loop {
        match timeout_at(end, calls.join_next()).await {
            Ok(Some(_)) => answered += 1,
            Ok(None) => break,
            Err(_) => {
                cut_off = calls.len();
                calls.shutdown().await;
                break;
            }
        }
    }
    Served { answered, cut_off }
}
