//! Looks for the signal when it has a message in its hands, and drops that.
// refused: `m4` is lost: it was taken from the inbox, and never stored

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    while let Some(message) = inbox.recv().await {
        if quit.try_recv().is_ok() {
            break;
        }
        let _ = store.call(&message).await;
        stored += 1;
    }
    stored
}
