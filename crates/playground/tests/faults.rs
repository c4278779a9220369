//! What goes wrong around the playground: its folder deleted under it, killed in the middle, two of them at once. No answer
//! and no progress is lost, and the next call works.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};

#[path = "support/checkout.rs"]
mod checkout;

use checkout::{Checkout, playground, root};

/// A target folder of its own for a checkout, with what cargo has compiled already.
fn own_target(checkout: &Checkout) -> PathBuf {
    let compiled = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let own = checkout.path("own_target");
    fs::create_dir(&own).unwrap();
    symlink(root().join(compiled).join("debug"), own.join("debug")).unwrap();
    own
}

fn kept(checkout: &Checkout) -> serde_json::Value {
    let text = fs::read(checkout.path(".progress.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

#[test]
fn its_folder_is_deleted_while_it_watches() {
    let checkout = Checkout::new();
    let own = own_target(&checkout);
    let mut command = playground(checkout.root(), &["watch"]);
    let mut watch = command
        .env("CARGO_TARGET_DIR", &own)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut until = |begin: &str| {
        let is_it = |line: &std::io::Result<String>| line.as_ref().unwrap().starts_with(begin);
        assert!(lines.any(|line| is_it(&line)), "no `{begin}`");
    };
    until("watching ");
    checkout.answer("overlap", "overlap/wrong_in_a_row.rs");
    until("✗ the three calls overlap");
    fs::remove_dir_all(own.join("playground")).unwrap();
    checkout.solve("overlap");
    until("overlap: four checks passed");
    watch.kill().unwrap();
    watch.wait().unwrap();
    let kept = kept(&checkout);
    assert_eq!(
        kept["exercises"]["01_why_async/overlap"]["verdict"],
        "passed"
    );
}

#[test]
fn killed_while_it_prepares() {
    let checkout = Checkout::new();
    let own = own_target(&checkout);
    checkout.solve("overlap");
    let check = |command: &mut Command| {
        command
            .args(["check", "overlap"])
            .env("CARGO_TARGET_DIR", &own);
    };
    let mut command = playground(checkout.root(), &[]);
    check(&mut command);
    let mut first = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(first.stderr.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    assert_eq!(said, "checking the course's crates\n");
    first.kill().unwrap();
    first.wait().unwrap();

    let mut command = playground(checkout.root(), &[]);
    check(&mut command);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("overlap: four checks passed"), "{said}");
}

#[test]
fn two_at_once_in_one_checkout() {
    let checkout = Checkout::new();
    let own = own_target(&checkout);
    let names = ["overlap", "stopwatch"];
    names.iter().for_each(|name| checkout.solve(name));
    let started = names.map(|name| {
        playground(checkout.root(), &["check", name])
            .env("CARGO_TARGET_DIR", &own)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    for running in started {
        let output = running.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
    }
    for name in names {
        let verdict = &kept(&checkout)["exercises"][format!("01_why_async/{name}")]["verdict"];
        assert_eq!(*verdict, "passed", "{name}");
    }
}
