//! A future whose result somebody sets.
//!
//! **Why it matters.** This is what asyncio calls `Future`, and Tokio `oneshot`: one side waits, the
//! other one sets the value, once. Between the two stands a bit of shared state, and every mistake
//! that can be made with wakers can be made here.
//!
//! **What to do.** Complete the two halves.
//!
//! - `sender.send(value)` gives the receiver its value. Awaiting the receiver gives `Some(value)`.
//! - If the sender is dropped without having sent, awaiting the receiver gives `None`.
//! - Either can happen before the receiver is polled for the first time.
//! - The receiver may be polled by one task at first, and be awaited by another one later.
//! - It costs nothing to wait: the receiver is polled again when there is something to say.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

pub struct Sender<T>(Arc<Mutex<Shared<T>>>);

pub struct Receiver<T>(Arc<Mutex<Shared<T>>>);

/// What both halves know.
struct Shared<T> {
    value: Option<T>,
    // TODO: what else?
}

pub fn oneshot_by_hand<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Mutex::new(Shared { value: None }));
    (Sender(shared.clone()), Receiver(shared))
}

impl<T> Sender<T> {
    pub fn send(self, value: T) {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.value = Some(value);
        // TODO: who tells the receiver?
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<Option<T>> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // TODO: and if there is no value yet?
        Poll::Ready(shared.value.take())
    }
}
