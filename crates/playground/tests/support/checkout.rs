//! A checkout of the course in which a test may solve exercises: what it does not change are links to the real one, so
//! that nothing is compiled again.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The course that this test belongs to.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned()
}

/// The program that cargo built, above the folder of tests or examples.
fn binary() -> PathBuf {
    let me = std::env::current_exe().unwrap();
    me.ancestors().nth(2).unwrap().join("playground")
}

pub(crate) fn playground(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .current_dir(folder)
        .args(args)
        .env("RUST_BACKTRACE", "0");
    // The target folder of the course, wherever this runs; a relative one means another folder from each.
    if let Some(target) = std::env::var_os("CARGO_TARGET_DIR") {
        command.env("CARGO_TARGET_DIR", root().join(target));
    }
    command
}

pub(crate) struct Checkout(TempDir);

impl Checkout {
    /// All exercises as they are shipped.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = root();
        for entry in fs::read_dir(&real).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if !["exercises", "target", ".git", ".progress.json"].contains(&name.as_str()) {
                symlink(real.join(&name), folder.path().join(&name)).unwrap();
            }
        }
        // The same products too, also where a relative folder is set.
        let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        symlink(real.join(target), folder.path().join("target")).unwrap();
        let checkout = Self(folder);
        checkout.copy(&real.join("exercises"), &checkout.path("exercises"));
        checkout
    }

    fn copy(&self, from: &Path, to: &Path) {
        fs::create_dir(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let (name, path) = entry.map(|e| (e.file_name(), e.path())).unwrap();
            let shipped = root()
                .join("solutions")
                .join(from.strip_prefix(root().join("exercises")).unwrap());
            let stub = shipped.join(path.file_stem().unwrap()).join("stub.rs");
            match (path.is_dir(), stub.is_file()) {
                (true, _) => self.copy(&path, &to.join(name)),
                (false, true) => drop(fs::copy(stub, to.join(name)).unwrap()),
                (false, false) => drop(fs::copy(&path, to.join(name)).unwrap()),
            }
        }
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts the solution into the file of an exercise of chapter 1.
    pub(crate) fn solve(&self, name: &str) {
        self.answer(name, &format!("{name}.rs"));
    }

    /// Puts an answer of `solutions/01_why_async` into the file of an exercise of chapter 1.
    pub(crate) fn answer(&self, name: &str, answer: &str) {
        let from = root().join("solutions/01_why_async").join(answer);
        fs::copy(
            from,
            self.path(&format!("exercises/01_why_async/{name}.rs")),
        )
        .unwrap();
    }
}
