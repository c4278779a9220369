//! `biased` with the inbox first: the signal is heard when the inbox is empty.
// refused: the signal came after 250 ms, and `m4` was begun after 300 ms

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
        tokio::select! {
            biased;
            message = inbox.recv() => match message {
                Some(message) => {
                    let _ = store.call(&message).await;
                    stored += 1;
                }
                None => return stored,
            },
            signal = &mut quit, if may_quit => match signal {
                Ok(()) => return stored,
                Err(_) => may_quit = false,
            },
        }
    }
}
