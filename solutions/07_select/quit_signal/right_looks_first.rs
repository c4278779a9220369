//! Looks at the signal before each message, and waits for both; no `biased` is needed.

use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    loop {
        let message = match quit.try_recv() {
            Ok(()) => return stored,
            Err(TryRecvError::Closed) => inbox.recv().await,
            Err(TryRecvError::Empty) => tokio::select! {
                message = inbox.recv() => message,
                Ok(()) = &mut quit => return stored,
            },
        };
        let Some(message) = message else {
            return stored;
        };
        if store.call(&message).await.is_ok() {
            stored += 1;
        }
    }
}
