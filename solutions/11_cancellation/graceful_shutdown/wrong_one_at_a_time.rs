//! One request after the other.
// refused: requests are served one after the other

use std::time::Duration;
use tokio::sync::mpsc;
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
    let mut served = Served {
        answered: 0,
        cut_off: 0,
    };
    loop {
        let request = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(request) = inbox.recv() => request,
        };
        let mut call = Box::pin(backend.call(&request));
        tokio::select! {
            biased;
            _ = &mut call => served.answered += 1,
            () = stop.cancelled() => match timeout(patience, call).await {
                Ok(_) => served.answered += 1,
                Err(_) => served.cut_off += 1,
            },
        }
    }
    served
}
