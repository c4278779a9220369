//! The other one first: the same ring, the other way round.
// refused: of checks.rs is the balance of account 1, and that on line

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
    let mut to_balance = to.balance.lock().await;
    from.bank.call(&format!("take {amount}")).await?;
    let mut from_balance = from.balance.lock().await;
    to.bank.call(&format!("give {amount}")).await?;
    *from_balance -= amount;
    *to_balance += amount;
    Ok(())
}
