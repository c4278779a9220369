//! Goes on polling the receiver when its sender was dropped.
// refused: your answer awaits a oneshot receiver that was done already

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
            Ok(()) = &mut quit => return stored,
            message = inbox.recv() => match message {
                Some(message) => message,
                None => return stored,
            },
        };
        let _ = store.call(&message).await;
        stored += 1;
    }
}
