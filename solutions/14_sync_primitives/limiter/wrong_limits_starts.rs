//! Counts how many have begun, and never how many are done: after the first ones, nobody gets in.
// refused: is never given back

use tokio::sync::Semaphore;

pub struct Limiter {
    room: Semaphore,
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self { room: Semaphore::new(limit) }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        self.room.acquire().await.expect("nobody closes it").forget();
        future.await
    }
}
