//! Gives up after a second, and begins anew.
// refused: took 1.4 s, where 400 ms suffice

use std::time::Duration;

use tokio::time::timeout;
use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
    pub bank: Service,
}

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    if from.number == to.number {
        return Ok(());
    }
    loop {
        let mut from_balance = from.balance.lock().await;
        from.bank.call(&format!("take {amount}")).await?;
        let Ok(mut to_balance) = timeout(Duration::from_secs(1), to.balance.lock()).await else {
            continue;
        };
        to.bank.call(&format!("give {amount}")).await?;
        *from_balance -= amount;
        *to_balance += amount;
        return Ok(());
    }
}
