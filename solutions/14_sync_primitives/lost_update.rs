//! A mutex of Tokio's is locked before the points are read, and its guard lives until they are written.

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

    /// How many there are.
    pub async fn number(&self) -> u64 {
        *self.number.lock().await
    }

    /// Books a purchase, and gives the new number of points.
    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        let mut number = self.number.lock().await;
        let new = server.call(&number.to_string()).await?;
        *number = new.parse().expect("the server answers with a number");
        Ok(*number)
    }
}
