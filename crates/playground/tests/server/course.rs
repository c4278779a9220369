//! A small course in a folder of its own, with one exercise; nothing of it needs the compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::client::{Server, command};

pub(crate) const NAME: &str = "01_first/stopwatch";
pub(crate) const STUB: &str = "// TODO: the stub\n";

pub(crate) struct Sample(TempDir);

impl Sample {
    pub(crate) fn new() -> Self {
        let sample = Self(tempfile::tempdir().unwrap());
        for (path, text) in [
            ("Cargo.toml", "[workspace]\n"),
            ("book/SUMMARY.md", "# Summary\n\n- [First](01_first.md)\n"),
            ("book/01_first.md", "# First\n"),
            ("book.toml", "[book]\nsrc = \"book\"\n"),
            ("lessons/01_first.rs", "fn main() {}\n"),
            ("exercises/01_first/stopwatch.rs", STUB),
            ("exercises/01_first/stopwatch/checks.rs", "// checks\n"),
            ("exercises/01_first/stopwatch/hints.md", "# Stopwatch\n"),
            ("solutions/01_first/stopwatch.rs", "fn answer() {}\n"),
            ("solutions/01_first/stopwatch/stub.rs", STUB),
        ] {
            sample.write(path, text);
        }
        sample
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.root().join("exercises/01_first/stopwatch.rs")
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub(crate) fn serve(&self) -> Server {
        Server::spawned(self.command())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = command(&["--port", "0"]);
        self.place(&mut command);
        command
    }

    /// Has a command run in this course, with build products of its own.
    pub(crate) fn place(&self, command: &mut Command) {
        command.current_dir(self.root());
        command.env("CARGO_TARGET_DIR", self.root().join("target"));
    }
}
