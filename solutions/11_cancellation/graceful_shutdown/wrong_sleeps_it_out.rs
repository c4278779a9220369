//! Waits for the whole patience, also when nobody is left.
// refused: the last answer was there after 250 ms, and your server returned only after 350 ms

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;
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
    sleep(patience).await;
    while under_way.try_join_next().is_some() {
        answered += 1;
    }
    let cut_off = under_way.len();
    under_way.shutdown().await;
    Served { answered, cut_off }
}
