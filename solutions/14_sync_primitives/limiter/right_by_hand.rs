//! By hand: a count, a queue of those who wait, and a guard that hands the room on.

use std::{collections::VecDeque, sync::Mutex};

use tokio::sync::oneshot;

pub struct Limiter {
    state: Mutex<State>,
}

struct State {
    left: usize,
    queue: VecDeque<oneshot::Sender<()>>,
}

/// Hands the room to the next one, or back.
struct Room<'a>(&'a Limiter);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(|error| error.into_inner());
        // Who has given up waiting does not take it.
        while let Some(next) = state.queue.pop_front() {
            if next.send(()).is_ok() {
                return;
            }
        }
        state.left += 1;
    }
}

/// Waits in the queue. If it was given room and goes all the same, the room goes to the next one.
struct Place<'a>(&'a Limiter, oneshot::Receiver<()>);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.1.close();
        if self.1.try_recv().is_ok() {
            drop(Room(self.0));
        }
    }
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        let queue = VecDeque::new();
        Self { state: Mutex::new(State { left: limit, queue }) }
    }

    fn enter(&self) -> Option<Place<'_>> {
        let mut state = self.state.lock().unwrap_or_else(|error| error.into_inner());
        if state.left > 0 {
            state.left -= 1;
            return None;
        }
        let (turn, my_turn) = oneshot::channel();
        state.queue.push_back(turn);
        Some(Place(self, my_turn))
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        if let Some(mut place) = self.enter() {
            let _ = (&mut place.1).await;
        }
        let _room = Room(self);
        future.await
    }
}
