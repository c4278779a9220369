//! One lock around everything: no ring, and no two transfers at once.
// refused: between different accounts

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
    pub bank: Service,
}

static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    let _alone = ONE_AT_A_TIME.lock().await;
    if from.number == to.number {
        return Ok(());
    }
    let first = from.number.min(to.number) == from.number;
    let (mut from_balance, mut to_balance);
    if first {
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
