//! Answers that are checked together are told the same as when each is checked alone.

use std::fs;
use std::path::Path;

use serde_json::Value;

#[path = "support/checkout.rs"]
mod checkout;

use checkout::{Checkout, playground, root};

fn verdicts(checkout: &Checkout, args: &[&str]) -> Vec<Value> {
    let args = [&["check", "--json"], args].concat();
    let output = playground(checkout.root(), &args).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let verdicts = said.lines().map(|line| {
        let mut verdict: Value = serde_json::from_str(line).unwrap();
        verdict["seconds"] = Value::Null;
        verdict
    });
    verdicts.collect()
}

fn text(checkout: &Checkout, names: &[&str]) -> String {
    let args = [&["check"], names].concat();
    let output = playground(checkout.root(), &args).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The exercises for which the compiler keeps what it knows of their last time.
fn checked_alone(checkout: &Checkout) -> Vec<String> {
    let is_ours = |folder: &Path| {
        let known = fs::read(folder.join("kit.json")).unwrap_or_default();
        let known: Value = serde_json::from_slice(&known).unwrap_or_default();
        known["root"].as_str().map(Path::new) == Some(checkout.root())
    };
    let folders = fs::read_dir(checkout.path("target/playground")).unwrap();
    let mut folders = folders.map(|entry| entry.unwrap().path());
    let folder = folders.find(|path| is_ours(path)).unwrap();
    let mut names = Vec::new();
    for chapter in fs::read_dir(folder.join("checks")).unwrap() {
        let chapter = chapter.unwrap();
        if chapter.file_name() != "together" {
            let inside = fs::read_dir(chapter.path()).unwrap();
            names.extend(inside.map(|e| e.unwrap().file_name().into_string().unwrap()));
        }
    }
    names.sort();
    names
}

#[test]
fn they_are_told_the_same_as_alone() {
    let checkout = Checkout::new();
    let put = |name: &str, text: &str| {
        fs::write(checkout.path(&format!("exercises/{name}.rs")), text).unwrap();
    };
    let solution = |file: &str| fs::read_to_string(root().join("solutions").join(file)).unwrap();
    checkout.answer("overlap", "overlap/wrong_in_a_row.rs");
    checkout.solve("dependent_calls");
    let unused = "\nfn nobody_calls_it() {\n    let unused = 1;\n}\n";
    put(
        "01_why_async/stopwatch",
        &(solution("01_why_async/stopwatch.rs") + unused),
    );
    put(
        "02_coroutines/nothing_happens_yet",
        "fn main() { let broken: u8 = \"\"; }\n",
    );
    put(
        "02_coroutines/order_of_events",
        &solution("02_coroutines/order_of_events.rs"),
    );

    let together = verdicts(&checkout, &[]);
    let names: Vec<&str> = together
        .iter()
        .map(|v| v["exercise"].as_str().unwrap())
        .collect();
    let kinds: Vec<&str> = together
        .iter()
        .map(|v| v["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["failed", "passed", "passed", "does_not_compile", "passed"]
    );
    assert_eq!(together[2]["diagnostics"][0]["code"], "unused_variables");
    let told = text(&checkout, &[]);
    // No one alone yet but these of which the compiler has something to say.
    assert_eq!(
        checked_alone(&checkout),
        ["nothing_happens_yet", "stopwatch"]
    );

    for (name, together) in names.iter().zip(&together) {
        let alone = verdicts(&checkout, &[name]);
        assert_eq!(alone, [together.to_owned()], "{name}");
        let alone = text(&checkout, &[name]);
        assert!(told.contains(&alone), "{told}\n\nand alone:\n\n{alone}");
    }
}
