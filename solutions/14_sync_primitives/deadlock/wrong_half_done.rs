//! Takes the money as soon as the first bank has agreed. If the second one fails, it is gone.
// refused: nothing changes

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
    from.bank.call(&format!("take {amount}")).await?;
    *from_balance -= amount;
    to.bank.call(&format!("give {amount}")).await?;
    *to_balance += amount;
    Ok(())
}
