//! Asks the banks first, and locks each account for as long as it changes. Between the two, money is missing.
// refused: was not locked while `bank2` was asked

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
    from.bank.call(&format!("take {amount}")).await?;
    to.bank.call(&format!("give {amount}")).await?;
    *from.balance.lock().await -= amount;
    *to.balance.lock().await += amount;
    Ok(())
}
