//! Points that are never lost.
//!
//! **Why it matters.** Read, wait, write: between the read and the write somebody else comes by, and
//! what they wrote is overwritten. No crash, no message; the number is wrong in the evening. Rust
//! keeps two threads from writing at the same instant. It does not know that your three lines
//! belong together.
//!
//! **What to do.** `Points` are a customer's points, shared by everybody who books for that customer.
//! For each purchase, `book` asks the server once, with the old number of points, and the server
//! answers with the new one. Mend it:
//!
//! - no booking is lost, however many come at once;
//! - bookings of different customers do not wait for one another;
//! - if the server fails, the points are as before, and the next booking works;
//! - the same where a booking is dropped half way.

use std::sync::Mutex;

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
        *self.number.lock().unwrap()
    }

    /// Books a purchase, and gives the new number of points.
    pub async fn book(&self, server: &Service) -> Result<u64, Failure> {
        // TODO: what can happen between the first line and the last?
        let old = *self.number.lock().unwrap();
        let new = server.call(&old.to_string()).await?;
        let new = new.parse().expect("the server answers with a number");
        *self.number.lock().unwrap() = new;
        Ok(new)
    }
}
