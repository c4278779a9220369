//! The checks of `deadlock`.

use std::{cell::Cell, sync::Arc};

use super::answer::{Account, transfer};
use checks::prelude::*;
use tokio::{
    sync::Mutex,
    time::{Instant, sleep, timeout},
};

/// Accounts with 100 each, numbered from 1; each bank takes 100 ms to agree.
fn accounts<const N: usize>(world: &World) -> [Account; N] {
    std::array::from_fn(|i| Account {
        number: i as u32 + 1,
        balance: Mutex::new(100),
        bank: world.service(&format!("bank{}", i + 1)).latency(ms(100)),
    })
}

async fn balances(accounts: &[Account]) -> Vec<i64> {
    let mut all = Vec::new();
    for account in accounts {
        all.push(*account.balance.lock().await);
    }
    all
}

/// Adds up, again and again, for as long as a transfer may take: what is there.
async fn audit(accounts: &[Account]) -> Vec<i64> {
    let mut in_order: Vec<&Account> = accounts.iter().collect();
    in_order.sort_by_key(|account| account.number);
    let mut sums = Vec::new();
    for _ in 0..12 {
        let mut guards = Vec::new();
        for account in &in_order {
            guards.push(account.balance.lock().await);
        }
        sums.push(guards.iter().map(|balance| **balance).sum());
        drop(guards);
        sleep(ms(50)).await;
    }
    sums
}

/// A transfer in a task of its own, which the timeline calls by this function's name.
async fn there(from: Arc<Account>, to: Arc<Account>, amount: i64) {
    transfer(&from, &to, amount)
        .await
        .expect("both banks agree");
}

/// The same the other way.
async fn back(from: Arc<Account>, to: Arc<Account>, amount: i64) {
    transfer(&from, &to, amount)
        .await
        .expect("both banks agree");
}

/// What is said of two transfers that take longer than they need.
fn waited_in_vain(took: Duration) -> Refusal {
    Refusal::new(format!(
        "two transfers that go opposite ways took {}, where 400 ms suffice: one after the other, each asks two banks for 100 ms",
        time(took)
    ))
}

/// What a transfer from account 2 to account 1 asks, and when.
fn in_turn(journal: &Journal) -> Result<(), Refusal> {
    expect!(*journal, @"
    bank2 take 10 │━━━━━━━━━━━━━━━━●                │ 0–100 ms
    bank1 give 10 │                 ━━━━━━━━━━━━━━━●│ 100–200 ms
    ");
    Ok(())
}

/// Whether the call to this bank began before the other one had agreed.
fn did_not_wait(journal: &Journal, bank: &str, other: &str) -> bool {
    let (asked, other) = (journal.of(bank), journal.of(other));
    let ([asked, ..], [other, ..]) = (asked.calls(), other.calls()) else {
        return false;
    };
    other.ended.is_none_or(|agreed| asked.started < agreed)
}

checks! {
    /// two transfers that go opposite ways
    fn opposite() {
        let lines = Cell::new([0; 2]);
        let run = observe(async |world| {
            // Each lock on a line of its own, by which the explanation tells them apart.
            let [ada, grace] = [1, 2].map(|number| world.service(&format!("bank{number}")).latency(ms(100)));
            let (ada_balance, ada_line) = (Mutex::new(100), line!());
            let (grace_balance, grace_line) = (Mutex::new(100), line!());
            lines.set([ada_line, grace_line]);
            let ada = Arc::new(Account { number: 1, balance: ada_balance, bank: ada });
            let grace = Arc::new(Account { number: 2, balance: grace_balance, bank: grace });
            let there = tokio::spawn(there(ada.clone(), grace.clone(), 10));
            let back = tokio::spawn(back(grace.clone(), ada.clone(), 30));
            there.await.expect("a transfer does not panic");
            back.await.expect("a transfer does not panic");
            (*ada.balance.lock().await, *grace.balance.lock().await)
        });
        let run = run.map_err(|refusal| {
            let mut refusal = refusal.if_deadlocked("the two transfers wait for one another");
            if !refusal.explanation.is_empty() {
                let [ada, grace] = lines.get();
                refusal.explanation.push(format!(
                    "The Mutex made on line {ada} of checks.rs is the balance of account 1, and that on line {grace} the \
                     balance of account 2. `there` transfers from 1 to 2, and `back` from 2 to 1."
                ));
            }
            refusal
        })?;
        value("what ada and grace have afterwards", &run.output, &(120, 80))?;
        if run.took > ms(400) {
            return Err(waited_in_vain(run.took));
        }
    }

    /// three transfers in a ring
    fn ring() {
        let run = observe(async |world| {
            let all: [Account; 3] = accounts(&world);
            let [ada, grace, linus] = &all;
            let _ = tokio::join!(transfer(ada, grace, 10), transfer(grace, linus, 20), transfer(linus, ada, 40));
            balances(&all).await
        });
        let run = run.map_err(|refusal| refusal.if_deadlocked("the three transfers wait for one another in a ring"))?;
        list("balance", &run.output, &[130, 90, 80])?;
        if run.took > ms(600) {
            Err(format!("three transfers in a ring took {}, where 600 ms suffice", time(run.took)))?;
        }
    }

    /// the first bank is asked first, and nothing changes unless both agree
    fn both_agree() {
        for failing in [1, 2] {
            let run = observe(async |world| {
                let all: [Account; 2] = accounts(&world);
                let _ = world.service(&format!("bank{failing}")).fail_first(1);
                let failed = transfer(&all[0], &all[1], 10).await.is_err();
                let after = timeout(ms(10_000), balances(&all)).await.ok();
                let again = timeout(ms(10_000), transfer(&all[0], &all[1], 10)).await.is_ok_and(|it| it.is_ok());
                (failed, after, again)
            })?;
            let (failed, after, again) = run.output;
            value("whether a transfer fails when a bank does", &failed, &true)?;
            if after.as_deref() != Some(&[100, 100]) {
                Err(format!(
                    "where `bank{failing}` does not agree, nothing changes; but the balances are {:?}",
                    after.unwrap_or_default()
                ))?;
            }
            value("whether the next transfer works", &again, &true)?;
        }
        let run = observe(async |world| {
            let [ada, grace] = accounts(&world);
            transfer(&grace, &ada, 10).await
        })?;
        in_turn(&run.journal).map_err(|refusal| match did_not_wait(&run.journal, "bank1", "bank2") {
            true => Refusal {
                sentence: "`bank1` was asked before `bank2` had agreed: the bank of `from` is asked first, and that of `to` \
                           when it has agreed"
                    .to_owned(),
                ..refusal
            },
            false => refusal,
        })?;
    }

    /// whoever adds up finds no money missing
    fn nothing_missing() {
        // Where the accounts lie in memory says nothing of their numbers.
        for reversed in [false, true] {
        let run = observe(async |world| {
            let mut all: [Account; 2] = accounts(&world);
            if reversed {
                all.reverse();
            }
            let transfers = async { tokio::join!(transfer(&all[0], &all[1], 10), transfer(&all[1], &all[0], 30)) };
            tokio::join!(transfers, audit(&all)).1
        });
        let run = run.map_err(|refusal| {
            refusal.if_deadlocked(
                "a transfer and whoever adds up wait for one another: take the locks in the order in which they are taken there",
            )
        })?;
        if let Some(sum) = run.output.iter().find(|sum| **sum != 200) {
            Err(format!("money was missing while a transfer was under way: {sum} in all accounts, where 200 belong"))?;
        }
        }
    }

    /// both accounts are locked all the while
    fn locked() {
        let run = observe(async |world| {
            let all: [Account; 2] = accounts(&world);
            let done = Cell::new(false);
            let begin = Instant::now();
            let transfer = async {
                let _ = transfer(&all[1], &all[0], 10).await;
                done.set(true);
            };
            let look = async {
                let mut free = Vec::new();
                // A few looks at each call; twice the time that a transfer needs.
                for _ in 0..16 {
                    sleep(ms(25)).await;
                    if done.get() {
                        break;
                    }
                    let unlocked = all.iter().find(|account| account.balance.try_lock().is_ok());
                    free.extend(unlocked.map(|account| (account.number, begin.elapsed().as_micros() as u64)));
                }
                free
            };
            tokio::join!(transfer, look).1
        })?;
        for (account, at) in run.output {
            let asked = run.journal.calls().iter().find(|call| call.started < at && call.ended.is_none_or(|end| at < end));
            if let Some(call) = asked {
                Err(format!("account {account} was not locked while `{}` was asked", call.service))?;
            }
        }
    }

    /// transfers between different accounts do not wait for one another
    fn apart() {
        let run = observe(async |world| {
            let [ada, grace, linus, tony] = accounts(&world);
            let _ = tokio::join!(transfer(&ada, &grace, 10), transfer(&linus, &tony, 10));
        })?;
        if run.took > ms(200) {
            Err(format!(
                "two transfers between different accounts took {}, where 200 ms suffice: one waited for the other",
                time(run.took)
            ))?;
        }
    }

    /// from an account to itself
    fn to_itself() {
        let run = observe(async |world| {
            let [ada] = accounts(&world);
            let result = transfer(&ada, &ada, 10).await.is_ok();
            (result, balances(&[ada]).await)
        });
        let run = run.map_err(|refusal| {
            refusal.if_deadlocked("a transfer from an account to itself waits for the lock that it has")
        })?;
        value("what a transfer from an account to itself gives and leaves", &run.output, &(true, vec![100]))?;
        let asked = run.journal.calls().len();
        if asked > 0 {
            Err("a transfer from an account to itself asks no bank".to_owned())?;
        }
    }
}
