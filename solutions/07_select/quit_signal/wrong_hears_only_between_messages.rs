//! Looks for the signal between two messages, but not while it waits for one.
// refused: the signal has come, and your worker does not hear it: it waits for the next message

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    loop {
        if quit.try_recv().is_ok() {
            return stored;
        }
        let Some(message) = inbox.recv().await else {
            return stored;
        };
        let _ = store.call(&message).await;
        stored += 1;
    }
}
