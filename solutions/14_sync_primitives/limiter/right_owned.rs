//! The same semaphore with permits that can be moved, into the future that runs.

use std::sync::Arc;

use tokio::sync::Semaphore;

pub struct Limiter(Arc<Semaphore>);

impl Limiter {
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Semaphore::new(limit)))
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let permit = self.0.clone().acquire_owned().await.expect("nobody closes it");
        let with_permit = async move {
            let _permit = permit;
            future.await
        };
        with_permit.await
    }
}
