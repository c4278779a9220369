//! Tokio's mutex instead of std's, and still locked twice.
// refused: what one booking had written, another one overwrote

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Points {
    number: Mutex<u64>,
}

impl Points {
    pub fn new(number: u64) -> Self {
        let number = Mutex::new(number);
        Self { number }
    }

    pub async fn number(&self) -> u64 {
        *self.number.lock().await
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        let old = *self.number.lock().await;
        let new = server.call(&old.to_string()).await?;
        let new = new.parse().expect("the server answers with a number");
        *self.number.lock().await = new;
        Ok(new)
    }
}
