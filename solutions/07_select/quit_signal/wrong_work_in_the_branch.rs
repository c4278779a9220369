//! The storing is part of the branch, and is dropped when the signal wins.
// refused: `m3` is lost: it was taken from the inbox, and its storing was cancelled after 50 ms

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
        let next = async {
            let message = inbox.recv().await?;
            store.call(&message).await.ok()
        };
        tokio::select! {
            biased;
            signal = &mut quit, if may_quit => match signal {
                Ok(()) => return stored,
                Err(_) => may_quit = false,
            },
            done = next => match done {
                Some(_) => stored += 1,
                None => return stored,
            },
        }
    }
}
