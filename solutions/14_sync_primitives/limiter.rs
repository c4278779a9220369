//! A semaphore with `limit` permits. Who runs has a permit, until the future is done or dropped.

use tokio::sync::Semaphore;

pub struct Limiter {
    room: Semaphore,
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self { room: Semaphore::new(limit) }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let _room = self.room.acquire().await.expect("nobody closes it");
        future.await
    }
}
