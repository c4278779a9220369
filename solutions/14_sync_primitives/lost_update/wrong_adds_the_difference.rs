//! Adds what has changed to whatever is there by then. Nothing is overwritten, but the server was asked with old numbers.
// refused: the server was asked with points that were out of date

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

use world::{Failure, Service};

pub struct Points(AtomicU64);

impl Points {
    pub fn new(number: u64) -> Self {
        Self(AtomicU64::new(number))
    }

    pub async fn number(&self) -> u64 {
        self.0.load(SeqCst)
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        let old = self.number().await;
        let new: u64 = server.call(&old.to_string()).await?.parse().expect("a number");
        Ok(self.0.fetch_add(new - old, SeqCst) + new - old)
    }
}
