//! Sorts the accounts, locks them in that order, and finds out which guard is which.

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    pub number: u32,
    pub balance: Mutex<i64>,
    pub bank: Service,
}

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    let mut both = [from, to];
    both.sort_by_key(|account| account.number);
    let [first, second] = both;
    if first.number == second.number {
        return Ok(());
    }
    let mut first_balance = first.balance.lock().await;
    let mut second_balance = second.balance.lock().await;
    from.bank.call(&format!("take {amount}")).await?;
    to.bank.call(&format!("give {amount}")).await?;
    let change = if first.number == from.number { -amount } else { amount };
    *first_balance += change;
    *second_balance -= change;
    Ok(())
}
