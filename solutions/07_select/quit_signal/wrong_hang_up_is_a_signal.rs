//! Takes a dropped sender for a signal.
// refused: the sender of the signal was dropped after 150 ms without having sent it, and your worker stopped

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    loop {
        let message = tokio::select! {
            biased;
            _ = &mut quit => return stored,
            message = inbox.recv() => match message {
                Some(message) => message,
                None => return stored,
            },
        };
        let _ = store.call(&message).await;
        stored += 1;
    }
}
