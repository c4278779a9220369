//! The playground, `cargo test` and rust-analyzer build into one target folder. None of them makes another compile a crate of
//! the registry again, and after a save each compiles that exercise and no other.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "support/checkout.rs"]
mod checkout;

use checkout::{Checkout, playground};

/// What cargo says that it made, or found made.
struct Built {
    /// Of the registry: how many, and which of them were not there yet.
    registry: usize,
    anew: BTreeSet<String>,
    /// Of the course: which were not there yet.
    own_anew: BTreeSet<String>,
}

impl Built {
    fn read(messages: &[u8]) -> Self {
        let mut built = Self {
            registry: 0,
            anew: BTreeSet::new(),
            own_anew: BTreeSet::new(),
        };
        for line in String::from_utf8_lossy(messages).lines() {
            let message: Value = serde_json::from_str(line).unwrap();
            if message["reason"] != "compiler-artifact" {
                continue;
            }
            let package = message["package_id"].as_str().unwrap();
            let is_anew = message["fresh"] == false;
            if package.starts_with("registry+") {
                built.registry += 1;
                if is_anew {
                    built.anew.insert(package.to_owned());
                }
            } else if is_anew {
                let target = message["target"]["name"].as_str().unwrap();
                built.own_anew.insert(target.to_owned());
            }
        }
        built
    }

    #[track_caller]
    fn assert_only(&self, exercise: &[&str]) {
        assert!(
            self.registry > 40,
            "of {} crates nothing follows",
            self.registry
        );
        assert_eq!(
            self.anew,
            BTreeSet::new(),
            "crates of the registry, built again"
        );
        let expected: BTreeSet<String> = exercise.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(self.own_anew, expected);
    }
}

struct Builders {
    checkout: Checkout,
    folder: tempfile::TempDir,
}

impl Builders {
    fn new() -> Self {
        Self {
            checkout: Checkout::new(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn script(&self, name: &str, lines: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn cargo(&self, args: &[&str], wrapper: Option<&Path>) -> Built {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(args).arg("--message-format=json");
        cargo.current_dir(self.checkout.root());
        if let Some(wrapper) = wrapper {
            cargo.env("RUSTC_WRAPPER", wrapper);
        }
        let output = cargo.stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        Built::read(&output.stdout)
    }

    /// As rust-analyzer 2026 starts it, with a wrapper of its own around rustc. It names `--all-targets`: these here are a few of
    /// them, with the same features, because a test among them has cargo count the dependencies of tests too. What the build
    /// script of `solutions` writes holds for one checkout only, and this one shares it with another.
    fn rust_analyzer(&self) -> Built {
        let wrapper = self.script("wrapper", "exec \"$@\"");
        let some = "check --workspace --exclude solutions --keep-going --lib --test recorder --bin overlap --bin stopwatch";
        self.cargo(&some.split(' ').collect::<Vec<_>>(), Some(&wrapper))
    }

    fn cargo_test(&self) -> Built {
        self.cargo(&["test", "--no-run", "--bin", "stopwatch"], None)
    }

    /// Checks an answer, with cargo asked about all crates, as at the first time.
    fn playground(&self) -> Built {
        let folders = fs::read_dir(self.checkout.path("target/playground"));
        for folder in folders.into_iter().flatten().flatten() {
            let memo = folder.path().join("kit.json");
            let known = fs::read_to_string(&memo).unwrap_or_default();
            if known.contains(self.checkout.root().to_str().unwrap()) {
                fs::remove_file(memo).unwrap();
            }
        }
        let (cargo, seen) = (env!("CARGO"), self.folder.path().join("seen"));
        let shown = seen.display();
        let lines = format!("'{cargo}' \"$@\" >'{shown}'\nended=$?\ncat '{shown}'\nexit $ended");
        let mut check = playground(self.checkout.root(), &["check", "stopwatch"]);
        check.env("CARGO", self.script("cargo", &lines));
        let output = check.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        Built::read(&fs::read(seen).unwrap())
    }
}

#[test]
fn who_builds_in_the_background_makes_nobody_build_again() {
    let builders = Builders::new();
    let file = builders
        .checkout
        .path("exercises/01_why_async/stopwatch.rs");
    let save = |comment: &str| {
        builders.checkout.solve("stopwatch");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}// {comment}\n")).unwrap();
    };
    save("first");
    builders.rust_analyzer();
    builders.cargo_test();
    builders.playground();

    save("second");
    builders.playground().assert_only(&[]);
    builders.rust_analyzer().assert_only(&["stopwatch"]);
    builders.cargo_test().assert_only(&["stopwatch"]);

    save("third");
    builders.cargo_test().assert_only(&["stopwatch"]);
    builders.rust_analyzer().assert_only(&["stopwatch"]);
    builders.playground().assert_only(&[]);
    builders.rust_analyzer().assert_only(&[]);
    builders.cargo_test().assert_only(&[]);
}
