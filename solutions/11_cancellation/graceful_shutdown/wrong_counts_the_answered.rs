//! Never takes the answers out of the set while it accepts, and counts all that is in it when it is told to stop.
// refused: what your server says it has done

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
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(request) = inbox.recv() => drop(under_way.spawn(backend.call(&request))),
        }
    }
    let all = under_way.len();
    let mut answered = 0;
    while let Ok(Some(_)) = timeout(patience, under_way.join_next()).await {
        answered += 1;
        if answered == all - 1 {
            break;
        }
    }
    under_way.shutdown().await;
    Served {
        answered,
        cut_off: all - answered,
    }
}
