//! Close the shop properly.
//!
//! **Why it matters.** Servers are stopped all the time: for a new version, for a smaller bill. Whoever
//! has a request under way then wants its answer, and whoever stops the server wants it to end.
//!
//! **What to do.** Serve requests from the inbox until `stop` is cancelled. To serve one, call
//! `backend.call(&request)`. Many are served at the same time.
//!
//! - When `stop` is cancelled, take no further request, also if one is there already: what is left
//!   stays in the inbox.
//! - Requests that are under way get their answers, if these come within `patience`. That time is for
//!   all of them together. The rest is cancelled.
//! - Return when nothing is under way any more, and no later: how many requests were answered, from
//!   the beginning on, and how many were cut off.
//!
//! The inbox is not closed before `stop` is cancelled, and no call fails.

use std::time::Duration;
use tokio::sync::mpsc;
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
    // TODO: this serves one after the other, and hears nothing
    let _ = (stop, patience);
    let mut served = Served {
        answered: 0,
        cut_off: 0,
    };
    while let Some(request) = inbox.recv().await {
        let _ = backend.call(&request).await;
        served.answered += 1;
    }
    served
}
