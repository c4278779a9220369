//! Asks the rest to stop, and does not wait until it has.
// refused: your server returned after 350 ms, and `endless` was still under way

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;
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
    let drain = async {
        while under_way.join_next().await.is_some() {
            answered += 1;
        }
    };
    let _ = timeout(patience, drain).await;
    Served {
        answered,
        cut_off: under_way.len(),
    }
}
