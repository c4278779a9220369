//! A flag that says that somebody is booking; after a failure nobody takes it down.
// refused: after a booking that failed, the next one never came to its end

use std::sync::Mutex;

use tokio::sync::Notify;
use world::{Failure, Service};

pub struct Points {
    /// The number, and whether somebody is booking.
    state: Mutex<(u64, bool)>,
    free: Notify,
}

impl Points {
    pub fn new(number: u64) -> Self {
        Self { state: Mutex::new((number, false)), free: Notify::new() }
    }

    pub async fn number(&self) -> u64 {
        self.state.lock().unwrap().0
    }

    fn begin(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        !std::mem::replace(&mut state.1, true)
    }

    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        while !self.begin() {
            self.free.notified().await;
        }
        let old = self.number().await;
        let new = server.call(&old.to_string()).await?;
        let new = new.parse().expect("the server answers with a number");
        *self.state.lock().unwrap() = (new, false);
        self.free.notify_one();
        Ok(new)
    }
}
