//! Hands the value to whoever waits; if nobody waits yet, it is lost.
// refused: the value was sent before the receiver was polled for the first time, and it waits for ever

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

pub struct Sender<T>(Arc<Mutex<Shared<T>>>);

pub struct Receiver<T>(Arc<Mutex<Shared<T>>>);

/// What both halves know.
struct Shared<T> {
    value: Option<T>,
    /// The sender is gone: no value will come any more.
    is_closed: bool,
    /// Of whoever polled last.
    waker: Option<Waker>,
}

pub fn oneshot_by_hand<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Mutex::new(Shared {
        value: None,
        is_closed: false,
        waker: None,
    }));
    (Sender(shared.clone()), Receiver(shared))
}

impl<T> Sender<T> {
    pub fn send(self, value: T) {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if shared.waker.is_some() {
            shared.value = Some(value);
        }
        // The lock is released, then `self` is dropped: that wakes.
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.is_closed = true;
        if let Some(waker) = &shared.waker {
            waker.wake_by_ref();
        }
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = shared.value.take() {
            return Poll::Ready(Some(value));
        }
        if shared.is_closed && shared.waker.is_some() {
            return Poll::Ready(None);
        }
        shared.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}
