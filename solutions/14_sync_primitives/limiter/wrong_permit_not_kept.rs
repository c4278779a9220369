//! `_` is no variable: the permit is dropped at the end of its line.
// refused: there is a semaphore, but it does not hold them back

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
