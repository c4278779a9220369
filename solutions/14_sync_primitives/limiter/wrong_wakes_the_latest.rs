//! A stack instead of a queue: who asked last is let in first.
// refused: which had asked earlier

use std::sync::Mutex;

use tokio::sync::oneshot;

pub struct Limiter {
    state: Mutex<(usize, Vec<oneshot::Sender<()>>)>,
}

struct Room<'a>(&'a Limiter);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap();
        while let Some(next) = state.1.pop() {
            if next.send(()).is_ok() {
                return;
            }
        }
        state.0 += 1;
    }
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self { state: Mutex::new((limit, Vec::new())) }
    }

    fn enter(&self) -> Option<oneshot::Receiver<()>> {
        let mut state = self.state.lock().unwrap();
        if state.0 > 0 {
            state.0 -= 1;
            return None;
        }
        let (turn, my_turn) = oneshot::channel();
        state.1.push(turn);
        Some(my_turn)
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        if let Some(my_turn) = self.enter() {
            let _ = my_turn.await;
        }
        let _room = Room(self);
        future.await
    }
}
