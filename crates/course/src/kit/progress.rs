//! How far the building of the kit is, out of what cargo draws.

use std::fmt;

/// How far the building of the kit is. Its `Display` is a line for a person.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Cargo finds out what there is to do.
    Checking,
    /// Another cargo builds in the same folder, and this one waits for it.
    Waiting,
    /// Crates are loaded from the registry.
    Downloading,
    /// Crates are compiled.
    Compiling {
        /// One of those that are being compiled now.
        krate: String,
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// All is ready.
    Done {
        /// How long it took.
        seconds: f64,
    },
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Checking => write!(f, "checking the course's crates"),
            Self::Waiting => write!(
                f,
                "waiting until another cargo is done, such as your editor's"
            ),
            Self::Downloading => write!(f, "downloading crates"),
            Self::Compiling { krate, done, total } => {
                write!(f, "compiling {krate} ({done} of {total})")
            }
            Self::Done { seconds } => {
                write!(f, "the course's crates are ready after {seconds:.1} s")
            }
        }
    }
}

impl Progress {
    /// Reads what cargo says or draws: `Building [===>   ] 12/57: tokio, serde`.
    pub(super) fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.starts_with("Blocking waiting for file lock") {
            return Some(Self::Waiting);
        }
        if line.starts_with("Downloading") {
            return Some(Self::Downloading);
        }
        let (count, crates) = line
            .strip_prefix("Building [")?
            .split_once(']')?
            .1
            .split_once(": ")?;
        let (done, total) = count.trim().split_once('/')?;
        let krate = crates
            .split([',', '('])
            .next()?
            .trim()
            .trim_end_matches("...")
            .to_owned();
        Some(Self::Compiling {
            krate,
            done: done.parse().ok()?,
            total: total.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_draws() {
        let compiling = |krate: &str| Progress::Compiling {
            krate: krate.into(),
            done: 12,
            total: 57,
        };
        for (line, progress) in [
            (
                "    Building [=====>         ] 12/57: tokio, serde_json",
                Some(compiling("tokio")),
            ),
            (
                "    Building [=====>         ] 12/57: serde(build.rs)",
                Some(compiling("serde")),
            ),
            (
                "    Blocking waiting for file lock on build directory",
                Some(Progress::Waiting),
            ),
            ("  Downloading crates ...", Some(Progress::Downloading)),
            ("   Compiling tokio v1.54.1", None),
            ("    Building [", None),
        ] {
            assert_eq!(Progress::read(line), progress, "{line}");
        }
    }
}
