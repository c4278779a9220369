//! `_` is no variable: the permit is dropped at the end of its line.
// refused: futures are under way without a permit of it

use tokio::sync::Semaphore;

pub struct Limiter {
    room: Semaphore,
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self { room: Semaphore::new(limit) }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let _ = self.room.acquire().await.expect("nobody closes it");
        future.await
    }
}
