//! Locks both accounts, and asks both banks at once: the second one before the first has agreed.
// refused: `bank1` was asked before `bank2` had agreed

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
    let (mut from_balance, mut to_balance);
    if from.number < to.number {
        from_balance = from.balance.lock().await;
        to_balance = to.balance.lock().await;
    } else {
        to_balance = to.balance.lock().await;
        from_balance = from.balance.lock().await;
    }
    tokio::try_join!(
        from.bank.call(&format!("take {amount}")),
        to.bank.call(&format!("give {amount}"))
    )?;
    *from_balance -= amount;
    *to_balance += amount;
    Ok(())
}
