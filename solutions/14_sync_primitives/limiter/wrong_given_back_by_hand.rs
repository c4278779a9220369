//! Gives the permit back after the future, by hand: where it is dropped, nobody comes to that line.
// refused: a future that was dropped kept its room

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
        let output = future.await;
        self.room.add_permits(1);
        output
    }
}
