//! How far somebody is: the last verdict of each exercise, in a file of the checkout that the page, the terminal and
//! `cargo test` share.
//!
//! A verdict is kept with a mark of the text that it was about: it says nothing of any other text. Nothing here depends
//! on the clock; times are kept for people to read.

mod file;
mod mark;
mod tested;

use std::collections::BTreeMap;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Course, Exercise, Kind, Result, State};

use mark::mark;

/// The name of the file, in the course's root.
pub const PROGRESS_FILE: &str = ".progress.json";

/// What is known of each exercise that was ever checked, by its full name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    exercises: BTreeMap<String, Entry>,
    /// What another edition of this program keeps beside it.
    others: Map<String, Value>,
}

/// The last time that an exercise was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCheck {
    /// What came of it.
    pub verdict: Kind,
    /// When: seconds since 1970, as the clock stood then.
    pub checked_at: u64,
    /// When an answer to it first passed, in the same seconds; also when the file has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    last: LastCheck,
    /// A mark of the answer and the checks that it is about.
    about: String,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Checked {
    /// What is known of an exercise, whatever its file says now.
    pub fn of(&self, exercise: &Exercise) -> Option<&LastCheck> {
        Some(&self.exercises.get(&exercise.full_name())?.last)
    }

    /// How far an exercise is whose file says this.
    pub(crate) fn state(&self, course: &Course, exercise: &Exercise, answer: &[u8]) -> State {
        let name = exercise.full_name();
        match self.exercises.get(&name) {
            Some(entry) if entry.about == about(course, &name, answer) => {
                match entry.last.verdict {
                    Kind::Passed => State::Passing,
                    Kind::NotStarted => State::Pending,
                    _ => State::Failing,
                }
            }
            _ => State::Pending,
        }
    }

    fn put(&mut self, exercise: String, about: String, verdict: Kind, now: u64) {
        let before = self.exercises.remove(&exercise);
        let (solved_at, others) =
            before.map_or_else(Default::default, |e| (e.last.solved_at, e.others));
        let entry = Entry {
            last: LastCheck {
                verdict,
                checked_at: now,
                solved_at: solved_at.or((verdict == Kind::Passed).then_some(now)),
            },
            about,
            others,
        };
        self.exercises.insert(exercise, entry);
    }
}

impl Course {
    /// What was kept of all checks so far; nothing where no file is.
    ///
    /// # Errors
    /// When the file cannot be read or understood, with what to do.
    pub fn checked(&self) -> Result<Checked> {
        let tested = tested::found(self);
        if !tested.is_empty() {
            // Where it cannot be written, it is read again the next time.
            let kept = file::update(self.root(), |checked| tested::add(&tested, self, checked));
            if kept.is_ok() {
                tested::remove(&tested);
            }
        }
        let mut checked = file::read(self.root())?;
        tested::add(&tested, self, &mut checked);
        Ok(checked)
    }

    /// Keeps a verdict about this text. What other processes keep meanwhile is not lost.
    ///
    /// # Errors
    /// When the file cannot be read, understood or written. It is left as it is then.
    pub(crate) fn keep(&self, exercise: &Exercise, answer: &[u8], verdict: Kind) -> Result<()> {
        file::update(self.root(), |checked| {
            let about = about(self, &exercise.full_name(), answer);
            checked.put(exercise.full_name(), about, verdict, now());
        })
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The mark of this answer to the exercise of this full name.
fn about(course: &Course, exercise: &str, answer: &[u8]) -> String {
    let folder = course.root().join("exercises").join(exercise);
    let checks = fs::read(folder.join("checks.rs")).unwrap_or_default();
    mark(answer, &checks)
}

#[cfg(test)]
mod tests;
