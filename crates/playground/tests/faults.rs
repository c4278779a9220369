//! What goes wrong around the playground: its folder deleted under it, killed in the middle, two of them at once. No answer
//! and no progress is lost, and the next call works.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

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
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("overlap: four checks passed"),
        "{said}{errors}"
    );
}

/// What a compiler makes gets a second name: deleted or replaced here, it stays as it is there. What is written again in
/// its place, such as cargo's notes, is copied. Programs are of no use here.
fn take_over(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (here, there) = (entry.path(), to.join(entry.file_name()));
        let extension = here.extension().and_then(|e| e.to_str());
        // Another test may be building meanwhile: what comes and goes is of no use here.
        match entry.metadata() {
            Ok(kind) if kind.is_dir() => take_over(&here, &there),
            Ok(_) if matches!(extension, Some("rlib" | "rmeta" | "so")) => {
                let _ = fs::hard_link(here, there);
            }
            Ok(_) if extension.is_none() && from.ends_with("deps") => {}
            Ok(kind) => drop(copy_of_its_age(&here, &there, &kind)),
            Err(_) => {}
        }
    }
}

/// Cargo goes by the age of files.
fn copy_of_its_age(from: &Path, to: &Path, metadata: &fs::Metadata) -> std::io::Result<()> {
    fs::copy(from, to)?;
    fs::File::options()
        .append(true)
        .open(to)?
        .set_modified(metadata.modified()?)
}

/// A target folder with all that cargo has compiled for the course already.
fn take_over_what_is_built(own: &Path) {
    let compiled = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let compiled = root().join(compiled);
    for part in ["debug/.fingerprint", "debug/build", "debug/deps"] {
        take_over(&compiled.join(part), &own.join(part));
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
    let own = checkout.path("own_target");
    take_over_what_is_built(&own);
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
        std::thread::sleep(Duration::from_millis(5));
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
    let own = checkout.path("own_target");
    take_over_what_is_built(&own);
    watches_through(&checkout, &own, || {
        // All of it, as `cargo clean` does; some of it comes back by another way, so that the test is not about compiling.
        fs::remove_dir_all(&own).unwrap();
        take_over_what_is_built(&own);
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

/// A cargo that builds, as an editor's may, until it is let go.
struct Busy {
    package: TempDir,
    cargo: Child,
}

impl Busy {
    fn start(target: &Path) -> Self {
        let package = tempfile::tempdir().unwrap();
        let path = |name: &str| package.path().join(name);
        fs::create_dir(path("src")).unwrap();
        fs::write(path("src/lib.rs"), "").unwrap();
        fs::write(
            path("Cargo.toml"),
            "[package]\nname = \"busy\"\nedition = \"2024\"\n",
        )
        .unwrap();
        // Should nobody let it go, it goes by itself.
        let script = "fn main() {
            std::fs::write(\"begun\", \"\").unwrap();
            for _ in 0..12_000 {
                if std::path::Path::new(\"go\").exists() { return; }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }";
        fs::write(path("build.rs"), script).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["check", "--offline"])
            .current_dir(package.path());
        cargo.env("CARGO_TARGET_DIR", target);
        let cargo = cargo.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut busy = Self {
            package,
            cargo: cargo.unwrap(),
        };
        while !busy.package.path().join("begun").exists() {
            assert!(
                busy.cargo.try_wait().unwrap().is_none(),
                "it ended before it built"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        busy
    }

    fn let_go(&mut self) {
        fs::write(self.package.path().join("go"), "").unwrap();
        assert!(self.cargo.wait().unwrap().success());
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let _ = fs::write(self.package.path().join("go"), "");
        let _ = self.cargo.wait();
    }
}

const WAITS: &str = "waiting until another cargo is done, such as your editor's";

#[test]
fn an_editor_builds_meanwhile() {
    let checkout = Checkout::new();
    checkout.solve("overlap");
    let own = checkout.path("own_target");
    take_over_what_is_built(&own);
    let start = |command: &str, args: &[&str]| {
        let mut playground = playground(checkout.root(), &[&[command], args].concat());
        playground
            .env("CARGO_TARGET_DIR", &own)
            .stdin(Stdio::null());
        playground.stdout(Stdio::piped()).stderr(Stdio::piped());
        playground.spawn().unwrap()
    };

    let mut busy = Busy::start(&own);
    let mut check = start("check", &["overlap"]);
    let mut said = BufReader::new(check.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap() == WAITS));
    let mut watch = start("watch", &[]);
    let mut told = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut said = BufReader::new(watch.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap() == WAITS));
    busy.let_go();
    let output = check.wait_with_output().unwrap();
    let verdict = String::from_utf8_lossy(&output.stdout);
    assert!(
        verdict.starts_with("overlap: four checks passed"),
        "{verdict}"
    );
    assert!(told.any(|line| line.unwrap().starts_with("overlap: four checks passed")));
    watch.kill().unwrap();
    watch.wait().unwrap();

    // From now on nothing has to be built, and nobody waits.
    let _busy = Busy::start(&own);
    let output = start("check", &["overlap"]).wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
