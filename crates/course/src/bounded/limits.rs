//! How much a program may take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How long a program on the virtual clock may run: it has no reason to wait, so this is for what blocks or spins.
pub const WALL: Duration = Duration::from_secs(10);

/// How long a program on the real clock may run.
pub const WALL_REAL: Duration = Duration::from_secs(60);

/// How long a check may run: an answer that blocks for a few seconds should be told what it waited for, not only that
/// it was stopped.
pub const WALL_CHECK: Duration = Duration::from_secs(20);

/// How long a compilation may take.
pub const WALL_COMPILE: Duration = Duration::from_secs(120);

/// How long cargo may take to build the course's crates: no build script and no macro takes longer.
pub const WALL_BUILD: Duration = Duration::from_secs(60 * 60);

/// How much memory a program and its children may use together (what is in memory, not what is only reserved).
pub const MEMORY: u64 = 1 << 30;

/// How much memory a compilation may use.
pub const MEMORY_COMPILE: u64 = 4 << 30;

/// How much a program may reserve at once: this stops an allocation that is far too large before it is made. A
/// thousand threads, which the first lesson starts, reserve 2 GiB for their stacks and more for their heaps.
pub const RESERVED: u64 = 16 << 30;

/// How much is kept of a program's output, and of its error output.
pub const OUTPUT: u64 = 1 << 20;

/// How large any file may become that a program writes: the recording is one.
pub const FILE: u64 = 64 << 20;

/// How many processes a program may consist of, itself included.
pub const PROCESSES: usize = 32;

/// The bounds of one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// On the clock on the wall.
    pub wall: Duration,
    /// Bytes in memory, of all its processes together.
    pub memory: u64,
    /// Bytes that one process may reserve.
    pub reserved: u64,
    /// Bytes of output, and as many of error output.
    pub output: u64,
    /// Bytes of each file that it writes.
    pub file: u64,
    /// Processes, itself included.
    pub processes: usize,
}

impl Default for Limits {
    /// For a program on the virtual clock.
    fn default() -> Self {
        Self {
            wall: WALL,
            memory: MEMORY,
            reserved: RESERVED,
            output: OUTPUT,
            file: FILE,
            processes: PROCESSES,
        }
    }
}

impl Limits {
    /// For a program on the real clock.
    pub fn real() -> Self {
        Self {
            wall: WALL_REAL,
            ..Self::default()
        }
    }

    /// For the checks of an answer.
    pub fn check() -> Self {
        Self {
            wall: WALL_CHECK,
            ..Self::default()
        }
    }

    /// For the compiler.
    pub(crate) fn compile() -> Self {
        Self {
            wall: WALL_COMPILE,
            memory: MEMORY_COMPILE,
            file: 1 << 30,
            ..Self::default()
        }
    }

    /// For cargo, which may take what it needs, but not for ever.
    pub(crate) fn build() -> Self {
        Self {
            wall: WALL_BUILD,
            memory: u64::MAX,
            reserved: u64::MAX,
            output: u64::MAX,
            file: u64::MAX,
            processes: usize::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_state_them() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/limits.md");
        let page = std::fs::read_to_string(page).unwrap();
        let mebibytes = |bytes: u64| format!("{} MiB", bytes >> 20);
        let seconds = |time: Duration| format!("{} s", time.as_secs());
        for (what, bound) in [
            ("a program, on the virtual clock", seconds(WALL)),
            ("a program, on the real clock", seconds(WALL_REAL)),
            ("the checks of an answer", seconds(WALL_CHECK)),
            ("a compilation", seconds(WALL_COMPILE)),
            ("the course's own crates", seconds(WALL_BUILD)),
            ("memory of a program", mebibytes(MEMORY)),
            ("memory of the compiler", mebibytes(MEMORY_COMPILE)),
            ("reserved", mebibytes(RESERVED)),
            ("output", mebibytes(OUTPUT)),
            ("each file", mebibytes(FILE)),
            ("processes", PROCESSES.to_string()),
        ] {
            let row = page
                .lines()
                .find(|line| line.starts_with(&format!("| {what}")));
            let row = row.unwrap_or_else(|| panic!("no row says `{what}`"));
            assert!(row.ends_with(&format!("| {bound} |")), "{row}: {bound}");
        }
    }
}
