//! Transfers that do not wait for one another for ever.
//!
//! **Why it matters.** One transfer goes from ada to grace, another one from grace to ada. Each locks
//! the account that it takes from, and then waits for the other. It works for years, until two
//! people have the same idea in the same second.
//!
//! **What to do.** This program is deadlocked. Look at its timeline: on the page with "Run", in a
//! terminal by checking it without the comment in `transfer`. Then mend that function:
//!
//! - transfers always come to an end, whichever way they go, also in a ring of three, and from an
//!   account to itself, which changes nothing and asks no bank;
//! - it asks `from.bank` first, for `take 10` where the amount is 10, and when that has agreed it asks
//!   `to.bank` for `give 10`. The balances change when both have agreed; if one fails, nothing does;
//! - both accounts are locked all the while: somebody else adds up all balances now and then, locks
//!   the accounts in the order of their numbers to do so, and must never find money missing;
//! - transfers between different accounts do not wait for one another.
//!
//! Leave `Account` as it is.

use tokio::sync::Mutex;
use world::{Failure, Service};

pub struct Account {
    /// Every account has another one.
    pub number: u32,
    pub balance: Mutex<i64>,
    /// The bank that keeps it.
    pub bank: Service,
}

pub async fn transfer(from: &Account, to: &Account, amount: i64) -> Result<(), Failure> {
    // TODO: what if somebody else has locked `to`, and waits for `from`?
    let mut from_balance = from.balance.lock().await;
    from.bank.call(&format!("take {amount}")).await?;
    let mut to_balance = to.balance.lock().await;
    to.bank.call(&format!("give {amount}")).await?;
    *from_balance -= amount;
    *to_balance += amount;
    Ok(())
}
