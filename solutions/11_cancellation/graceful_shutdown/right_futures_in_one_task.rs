//! All requests are futures in this task; to drop the set cancels them.

use futures::stream::{FuturesUnordered, StreamExt};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc;
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
    let mut under_way = FuturesUnordered::new();
    let mut answered = 0;
    while !stop.is_cancelled() {
        tokio::select! {
            biased;
            () = stop.cancelled() => {}
            Some(_) = under_way.next() => answered += 1,
            Some(request) = inbox.recv() => under_way.push(backend.call(&request)),
        }
    }
    let mut time_is_up = pin!(sleep(patience));
    loop {
        tokio::select! {
            biased;
            answer = under_way.next() => match answer {
                Some(_) => answered += 1,
                None => break,
            },
            () = &mut time_is_up => break,
        }
    }
    Served {
        answered,
        cut_off: under_way.len(),
    }
}
