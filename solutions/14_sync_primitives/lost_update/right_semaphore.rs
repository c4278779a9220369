//! A semaphore with one permit keeps the order; the number itself is under a lock that nobody waits for.

use std::sync::Mutex;

use tokio::sync::Semaphore;
use world::{Failure, Service};

pub struct Points {
    turn: Semaphore,
    number: Mutex<u64>,
}

impl Points {
    pub fn new(number: u64) -> Self {
        Self { turn: Semaphore::new(1), number: Mutex::new(number) }
    }

    pub async fn number(&self) -> u64 {
        *self.number.lock().unwrap()
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        let _turn = self.turn.acquire().await.expect("nobody closes it");
        let old = self.number().await;
        let new = server.call(&old.to_string()).await?;
        let new = new.parse().expect("the server answers with a number");
        *self.number.lock().unwrap() = new;
        Ok(new)
    }
}
