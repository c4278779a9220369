//! What can go wrong around a program or an answer; a program that fails and an answer that is wrong are no errors.

use std::io;
use std::path::{Path, PathBuf};

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done, as one sentence that says what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no course at the place where it was looked for.
    #[error(
        "there is no course in `{}` or above it: go to the folder that holds `book/` and `exercises/`", .0.display()
    )]
    NoCourse(PathBuf),
    /// No exercise has this name.
    #[error("there is no exercise `{name}`{}", did_you_mean(.near))]
    UnknownExercise {
        /// What was asked for.
        name: String,
        /// The name that is nearest to it.
        near: Option<String>,
    },
    /// More than one chapter has an exercise of this name.
    #[error("more than one exercise is called `{name}`: say which, as in `{first}`")]
    AmbiguousExercise {
        /// What was asked for.
        name: String,
        /// One of them, in full.
        first: String,
    },
    /// A file or folder could not be read or written.
    #[error("`{}` cannot be {doing}: {why}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// `read`, `written` …
        doing: &'static str,
        /// Why.
        why: io::Error,
    },
    /// The file that was named is not a program in one file.
    #[error("`{}` {why}", .path.display())]
    NotAProgram {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// The environment, the tools or the course's files are not in order.
    #[error("{0}")]
    Setup(String),
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    /// That it ended because somebody cancelled it.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled)
    }

    pub(crate) fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |why| Self::Io { path, doing, why }
    }
}

fn did_you_mean(near: &Option<String>) -> String {
    match near {
        Some(near) => format!(": did you mean `{near}`?"),
        None => ": `cargo playground list` shows them all".to_owned(),
    }
}
