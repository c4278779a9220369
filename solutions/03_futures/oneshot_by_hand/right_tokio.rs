//! Tokio's own, in the same clothes.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

pub struct Sender<T>(oneshot::Sender<T>);

pub struct Receiver<T>(oneshot::Receiver<T>);

pub fn oneshot_by_hand<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    (Sender(sender), Receiver(receiver))
}

impl<T> Sender<T> {
    pub fn send(self, value: T) {
        let _ = self.0.send(value);
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.0).poll(cx).map(Result::ok)
    }
}
