//! Has itself polled until the value is there.
// refused: your future was polled 101 times and is not ready

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
        shared.value = Some(value);
        // The lock is released, then `self` is dropped: that wakes.
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.is_closed = true;
        if let Some(waker) = shared.waker.take() {
            waker.wake();
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
        if shared.is_closed {
            return Poll::Ready(None);
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
