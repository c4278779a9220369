//! A worker that can be told to stop, and loses nothing.
//!
//! **Why it matters.** Most loops in a server wait for two things at once: for the next piece of work,
//! and for the signal to stop. It is easy to write one that loses the piece it has just taken, or one
//! that is too busy to hear the signal.
//!
//! **What to do.** Store every message of the inbox, one after the other, with
//! `store.call(&message)`, which takes a while and never fails. Return how many were stored.
//!
//! - When the inbox is closed and empty, the work is done.
//! - The signal may come at any time, also while a message is being stored. That one is stored to its
//!   end. Then the function returns, and takes no further message: what is left stays in the inbox,
//!   for the next worker.
//! - If the sender of the signal is dropped without having sent it, nobody will ever send it: work on.
//!
//! So every message is stored once, or it is still in the inbox.

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    // TODO: hear the signal
    drop(quit);
    let mut stored = 0;
    while let Some(message) = inbox.recv().await {
        if store.call(&message).await.is_ok() {
            stored += 1;
        }
    }
    stored
}
