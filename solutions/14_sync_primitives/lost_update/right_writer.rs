//! A lock for many readers and one writer: who books is the writer.

use tokio::sync::RwLock;
use world::{Failure, Service};

pub struct Points(RwLock<u64>);

impl Points {
    pub fn new(number: u64) -> Self {
        Self(RwLock::new(number))
    }

    pub async fn number(&self) -> u64 {
        *self.0.read().await
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        let mut number = self.0.write().await;
        let new = server.call(&number.to_string()).await?.parse().expect("a number");
        *number = new;
        Ok(new)
    }
}
