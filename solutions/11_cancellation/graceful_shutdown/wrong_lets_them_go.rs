//! Gives up waiting for a handle, and lets its task run on.
// refused: your server returned after 350 ms, and `endless` went on to its end: nobody had stopped it

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
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
    let mut handles = Vec::new();
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(request) = inbox.recv() => handles.push(tokio::spawn(backend.call(&request))),
        }
    }
    let deadline = Instant::now() + patience;
    let mut served = Served {
        answered: 0,
        cut_off: 0,
    };
    for handle in handles {
        match timeout_at(deadline, handle).await {
            Ok(_) => served.answered += 1,
            Err(_) => served.cut_off += 1,
        }
    }
    served
}
