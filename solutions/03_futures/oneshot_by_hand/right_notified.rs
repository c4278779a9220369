//! A state for each case, and the waker inside the one that waits.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

enum State<T> {
    Nobody,
    Waiting(Waker),
    Sent(T),
    Closed,
}

pub struct Sender<T> {
    state: Arc<Mutex<State<T>>>,
}

pub struct Receiver<T> {
    state: Arc<Mutex<State<T>>>,
}

pub fn oneshot_by_hand<T>() -> (Sender<T>, Receiver<T>) {
    let state = Arc::new(Mutex::new(State::Nobody));
    (Sender { state: state.clone() }, Receiver { state })
}

impl<T> Sender<T> {
    pub fn send(self, value: T) {
        self.set(State::Sent(value));
    }

    fn set(&self, next: State<T>) {
        let mut state = self.state.lock().expect("nobody panics while holding it");
        if let State::Sent(_) = *state {
            return;
        }
        let before = std::mem::replace(&mut *state, next);
        drop(state);
        if let State::Waiting(waker) = before {
            waker.wake();
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.set(State::Closed);
    }
}

impl<T> Future for Receiver<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.state.lock().expect("nobody panics while holding it");
        match std::mem::replace(&mut *state, State::Closed) {
            State::Sent(value) => Poll::Ready(Some(value)),
            State::Closed => Poll::Ready(None),
            State::Nobody | State::Waiting(_) => {
                *state = State::Waiting(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}
