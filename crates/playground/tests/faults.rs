//! What goes wrong around the playground: its folder deleted under it, killed in the middle, two of them at once. No answer
//! and no progress is lost, and the next call works.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
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

/// Something happens to the target folder between a wrong answer and a right one; whoever watches tells of both.
fn watches_through(checkout: &Checkout, own: &Path, happens: impl FnOnce()) {
    let mut command = playground(checkout.root(), &["watch"]);
    let mut watch = command
        .env("CARGO_TARGET_DIR", own)
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
    happens();
    checkout.solve("overlap");
    until("overlap: four checks passed");
    watch.kill().unwrap();
    watch.wait().unwrap();
    let kept = kept(checkout);
    assert_eq!(
        kept["exercises"]["01_why_async/overlap"]["verdict"],
        "passed"
    );
}

#[test]
fn its_folder_is_deleted_while_it_watches() {
    let checkout = Checkout::new();
    let own = own_target(&checkout);
    watches_through(&checkout, &own, || {
        fs::remove_dir_all(own.join("playground")).unwrap();
    });
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

/// The same files under a second name: what is deleted or replaced here stays as it is there.
fn link_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (here, there) = (entry.path(), to.join(entry.file_name()));
        // Another test may be building meanwhile: what comes and goes is of no use here.
        match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            true => link_all(&here, &there),
            false => drop(fs::hard_link(here, there)),
        }
    }
}

/// The process that a process has started, with this name.
fn child_of(parent: u32, name: &str) -> Option<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let stat = |entry: fs::DirEntry| fs::read_to_string(entry.path().join("stat")).ok();
    let children = processes.filter_map(stat).filter_map(|stat| {
        let (id, rest) = stat.split_once(" (")?;
        let (found, rest) = rest.rsplit_once(") ")?;
        let above: u32 = rest.split(' ').nth(1)?.parse().ok()?;
        (above == parent).then_some((id.parse().ok()?, found.to_owned()))
    });
    let children: Vec<(u32, String)> = children.collect();
    let named = children.iter().find(|(_, found)| found == name);
    named.map(|(id, _)| *id).or_else(|| {
        let mut below = children.iter().filter_map(|(id, _)| child_of(*id, name));
        below.next()
    })
}

#[test]
#[cfg(target_os = "linux")]
fn cargo_is_killed_and_what_it_built_is_deleted() {
    let checkout = Checkout::new();
    checkout.solve("overlap");
    let compiled = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let (compiled, own) = (root().join(compiled), checkout.path("own_target"));
    for part in ["debug/.fingerprint", "debug/build", "debug/deps"] {
        link_all(&compiled.join(part), &own.join(part));
    }
    let check = || {
        let mut command = playground(checkout.root(), &["check", "overlap"]);
        command.env("CARGO_TARGET_DIR", &own);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };

    // In the middle of building the course's crates: they were never built for this checkout.
    let first = check();
    let cargo = loop {
        if let Some(cargo) = child_of(first.id(), "cargo")
            && child_of(cargo, "rustc").is_some()
        {
            break cargo;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    let cargo = rustix::process::Pid::from_raw(cargo as i32).unwrap();
    rustix::process::kill_process(cargo, rustix::process::Signal::KILL).unwrap();
    let output = first.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("(cargo was ended by SIGKILL)"), "{said}");

    let passes = || {
        let output = check().wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.starts_with("overlap: four checks passed"),
            "{said}{errors}"
        );
    };
    passes();

    for entry in fs::read_dir(own.join("debug/deps")).unwrap().flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with("libchecks-")
        {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    passes();
}

#[test]
#[cfg(target_os = "linux")]
fn all_that_cargo_built_is_deleted_while_it_watches() {
    let checkout = Checkout::new();
    let compiled = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let (compiled, own) = (root().join(compiled), checkout.path("own_target"));
    let build = || {
        for part in ["debug/.fingerprint", "debug/build", "debug/deps"] {
            link_all(&compiled.join(part), &own.join(part));
        }
    };
    build();
    watches_through(&checkout, &own, || {
        // All of it, as `cargo clean` does; some of it comes back by another way, so that the test is not about compiling.
        fs::remove_dir_all(&own).unwrap();
        build();
        for entry in fs::read_dir(own.join("debug/deps")).unwrap().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("libchecks-") || name.starts_with("libtokio_facade-") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    });
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
