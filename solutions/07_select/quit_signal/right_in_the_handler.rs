//! The storing stands in the handler, which nothing cancels.

use futures::FutureExt;
use std::future::pending;
use std::pin::pin;
use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let mut quit = pin!(quit.then(async |signal| match signal {
        Ok(()) => (),
        Err(_) => pending().await,
    }));
    let mut stored = 0;
    loop {
        tokio::select! {
            biased;
            () = &mut quit => break,
            message = inbox.recv() => match message {
                Some(message) => {
                    let _ = store.call(&message).await;
                    stored += 1;
                }
                None => break,
            },
        }
    }
    stored
}
