//! Takes the second lock if it is free. If not, lets the first one go, and begins with the one that was taken.

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
    pub bank: Service,
}

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    if std::ptr::eq(from, to) {
        return Ok(());
    }
    let (mut from_balance, mut to_balance) = loop {
        let from_balance = from.balance.lock().await;
        if let Ok(to_balance) = to.balance.try_lock() {
            break (from_balance, to_balance);
        }
        drop(from_balance);
        let to_balance = to.balance.lock().await;
        if let Ok(from_balance) = from.balance.try_lock() {
            break (from_balance, to_balance);
        }
    };
    from.bank.call(&format!("take {amount}")).await?;
    to.bank.call(&format!("give {amount}")).await?;
    *from_balance -= amount;
    *to_balance += amount;
    Ok(())
}
