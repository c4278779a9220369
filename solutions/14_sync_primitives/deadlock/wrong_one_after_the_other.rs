//! Never holds two locks. In between, the money is nowhere.
// refused: money was missing

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
    {
        let mut balance = from.balance.lock().await;
        from.bank.call(&format!("take {amount}")).await?;
        *balance -= amount;
    }
    let mut balance = to.balance.lock().await;
    if let Err(failure) = to.bank.call(&format!("give {amount}")).await {
        drop(balance);
        *from.balance.lock().await += amount;
        return Err(failure);
    }
    *balance += amount;
    Ok(())
}
