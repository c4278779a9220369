//! Locks in an order that is the same for all transfers, and another one than that of whoever adds up.
// refused: a transfer and whoever adds up wait for one another

use std::ptr;

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
    pub bank: Service,
}

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    if ptr::eq(from, to) {
        return Ok(());
    }
    let (mut from_balance, mut to_balance);
    if ptr::from_ref(from) < ptr::from_ref(to) {
        from_balance = from.balance.lock().await;
        to_balance = to.balance.lock().await;
    } else {
        to_balance = to.balance.lock().await;
        from_balance = from.balance.lock().await;
    }
    from.bank.call(&format!("take {amount}")).await?;
    to.bank.call(&format!("give {amount}")).await?;
    *from_balance -= amount;
    *to_balance += amount;
    Ok(())
}
