//! The waker in an `AtomicWaker` of `futures`; whether the sender is gone, the `Arc` knows.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures::task::AtomicWaker;

pub struct Sender<T>(Option<Arc<Shared<T>>>);

pub struct Receiver<T>(Arc<Shared<T>>);

struct Shared<T> {
    value: Mutex<Option<T>>,
    waker: AtomicWaker,
}

pub fn oneshot_by_hand<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Arc::new(Shared { value: Mutex::new(None), waker: AtomicWaker::new() });
    (Sender(Some(shared.clone())), Receiver(shared))
}

impl<T> Sender<T> {
    pub fn send(mut self, value: T) {
        if let Some(shared) = &self.0 {
            *shared.value.lock().expect("nobody panics while holding it") = Some(value);
        }
        self.close();
    }

    fn close(&mut self) {
        if let Some(shared) = self.0.take() {
            let weak = Arc::downgrade(&shared);
            drop(shared);
            if let Some(shared) = weak.upgrade() {
                shared.waker.wake();
            }
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.close();
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.waker.register(cx.waker());
        let value = self.0.value.lock().expect("nobody panics while holding it").take();
        match value {
            Some(value) => Poll::Ready(Some(value)),
            None if Arc::strong_count(&self.0) == 1 => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}
