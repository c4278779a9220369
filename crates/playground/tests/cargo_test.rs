//! What `cargo test` finds out counts on the page and in the terminal.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "support/checkout.rs"]
mod checkout;

use checkout::{Checkout, playground};

fn tested(checkout: &Checkout, name: &str) -> bool {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--quiet", "--bin", name]);
    cargo.current_dir(checkout.root());
    cargo.stdout(Stdio::null()).stderr(Stdio::null());
    cargo.status().unwrap().success()
}

/// Its state, and whether an answer ever passed.
fn listed(checkout: &Checkout, name: &str) -> (String, bool) {
    let list = playground(checkout.root(), &["list", "--json"])
        .output()
        .unwrap();
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    let exercises = list["chapters"][0]["exercises"].as_array().unwrap();
    let exercise = exercises.iter().find(|e| e["name"] == name).unwrap();
    (
        exercise["state"].as_str().unwrap().to_owned(),
        exercise["last_check"]["solved_at"].is_u64(),
    )
}

#[test]
fn a_verdict_of_cargo_test_is_progress() {
    let checkout = Checkout::new();
    checkout.answer("stopwatch", "stopwatch/wrong_awaits_twice.rs");
    assert!(!tested(&checkout, "stopwatch"));
    assert_eq!(listed(&checkout, "stopwatch"), ("failing".into(), false));

    checkout.solve("stopwatch");
    assert_eq!(listed(&checkout, "stopwatch"), ("pending".into(), false));
    assert!(tested(&checkout, "stopwatch"));
    assert_eq!(listed(&checkout, "stopwatch"), ("passing".into(), true));

    // Kept in the checkout, not only in what `cargo clean` removes.
    let kept = fs::read_to_string(checkout.path(".progress.json")).unwrap();
    assert!(kept.contains("01_why_async/stopwatch"), "{kept}");
}
