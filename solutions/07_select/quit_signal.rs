//! Waiting is in the `select!`, working is behind it, and the signal is looked at first.

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    let mut may_quit = true;
    loop {
        let message = tokio::select! {
            biased;
            signal = &mut quit, if may_quit => match signal {
                Ok(()) => return stored,
                Err(_) => {
                    may_quit = false;
                    continue;
                }
            },
            message = inbox.recv() => match message {
                Some(message) => message,
                None => return stored,
            },
        };
        if store.call(&message).await.is_ok() {
            stored += 1;
        }
    }
}
