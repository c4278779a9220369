//! Looks every ten milliseconds whether there is room.
// refused: who waits for room is polled again and again

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    time::Duration,
};

pub struct Limiter {
    left: AtomicUsize,
}

struct Room<'a>(&'a AtomicUsize);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, SeqCst);
    }
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self { left: AtomicUsize::new(limit) }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        while self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let _room = Room(&self.left);
        future.await
    }
}
