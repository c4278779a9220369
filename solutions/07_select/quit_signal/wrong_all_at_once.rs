//! Spawns the storing and goes on with the next message.
// refused: your worker stores several messages at the same time

use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    mut quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut stored = 0;
    let mut may_quit = true;
    let mut calls = tokio::task::JoinSet::new();
    loop {
        let message = tokio::select! {
            biased;
            signal = &mut quit, if may_quit => match signal {
                Ok(()) => break,
                Err(_) => {
                    may_quit = false;
                    continue;
                }
            },
            message = inbox.recv() => match message {
                Some(message) => message,
                None => break,
            },
        };
        calls.spawn(store.call(&message));
        stored += 1;
    }
    while calls.join_next().await.is_some() {}
    stored
}
