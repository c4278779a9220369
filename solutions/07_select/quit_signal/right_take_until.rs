//! The inbox as a stream that ends with the signal. A signal that never comes is made one that waits
//! for ever.

use futures::StreamExt;
use futures::stream::poll_fn;
use std::future::pending;
use std::pin::pin;
use tokio::sync::{mpsc, oneshot};
use world::Service;

pub async fn quit_signal(
    inbox: &mut mpsc::Receiver<String>,
    quit: oneshot::Receiver<()>,
    store: Service,
) -> usize {
    let signal = async {
        if quit.await.is_err() {
            pending::<()>().await;
        }
    };
    let mut messages = pin!(poll_fn(|context| inbox.poll_recv(context)).take_until(signal));
    let mut stored = 0;
    while let Some(message) = messages.next().await {
        if store.call(&message).await.is_ok() {
            stored += 1;
        }
    }
    stored
}
