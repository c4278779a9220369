//! A program that hangs, and what the recording says about it.
//!
//! `cargo run -p timeline --example find_a_deadlock`
//!
//! Without the recorder, this program would wait for ever. With it, the run ends as soon as nothing can go on, and the
//! recording says who waits for whom.

use std::sync::Arc;
use std::time::Duration;

use timeline::text::{self, Options};
use timeline::{Outcome, explain};
use tokio::sync::Mutex;
use tokio::time::sleep;

type Account = Arc<Mutex<i64>>;

/// Moves money. Two transfers in opposite directions each hold what the other one needs.
async fn transfer(from: Account, to: Account, amount: i64) {
    let mut from = from.lock().await;
    sleep(Duration::from_millis(5)).await; // asks the bank
    let mut to = to.lock().await;
    *from -= amount;
    *to += amount;
}

async fn program() {
    let ann: Account = Arc::new(Mutex::new(100));
    let bob: Account = Arc::new(Mutex::new(100));
    let there = tokio::spawn(transfer(ann.clone(), bob.clone(), 10));
    let back = tokio::spawn(transfer(bob, ann, 5));
    there.await.expect("it does not panic");
    back.await.expect("it does not panic");
}

fn main() -> Result<(), timeline::RecordError> {
    let run = timeline::record(program())?;
    assert_eq!(run.output, None, "it never returned");

    for paragraph in explain(&run.recording) {
        println!("{paragraph}");
    }
    println!("\n{}", text::render(&run.recording, &Options::default()));

    // The same as data, for whoever wants to act on it.
    if let Outcome::Stalled(stall) = &run.recording.outcome {
        let names = stall
            .cycle
            .iter()
            .map(|task| run.recording.task(*task).name.as_str());
        println!("in the ring: {}", names.collect::<Vec<_>>().join(", "));
    }
    // What made it possible: each held one lock while it waited, first for the bank, then for the other lock.
    for held in run.recording.locks_held_across_waits() {
        println!("{held}");
    }
    Ok(())
}

#[test]
fn both_transfers_are_named() {
    let run = timeline::record(program()).unwrap();
    let explained = explain(&run.recording).join("\n");
    assert!(
        explained.starts_with("Deadlock at 5 ms: `transfer` and `transfer 2` wait for one another"),
        "{explained}"
    );
    main().unwrap();
}
