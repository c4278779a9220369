//! A tracker for those under way, and a second token that cuts them off.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
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
    let (tracker, too_late) = (TaskTracker::new(), CancellationToken::new());
    let (answered, cut_off) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    loop {
        let request = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(request) = inbox.recv() => request,
        };
        let call = backend.call(&request);
        let too_late = too_late.clone();
        let (answered, cut_off) = (answered.clone(), cut_off.clone());
        tracker.spawn(async move {
            match too_late.run_until_cancelled(call).await {
                Some(_) => answered.fetch_add(1, Relaxed),
                None => cut_off.fetch_add(1, Relaxed),
            }
        });
    }
    tracker.close();
    if timeout(patience, tracker.wait()).await.is_err() {
        too_late.cancel();
        tracker.wait().await;
    }
    Served {
        answered: answered.load(Relaxed),
        cut_off: cut_off.load(Relaxed),
    }
}
