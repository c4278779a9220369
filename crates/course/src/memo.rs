//! The last verdict of each answer, so that `list` can tell how far somebody is without running anything.
//!
//! A verdict is kept with a hash of what it was about. What is missing, unreadable or about another text says nothing.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Course, Exercise, State, files};

pub(crate) struct Memo {
    folder: Option<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    about: u64,
    passed: bool,
}

impl Memo {
    pub(crate) fn of(course: &Course) -> Self {
        Self {
            folder: course
                .store()
                .ok()
                .map(|store| store.folder().join("verdicts")),
        }
    }

    pub(crate) fn state(&self, course: &Course, exercise: &Exercise, answer: &[u8]) -> State {
        let known = self.file(exercise).and_then(|file| fs::read(file).ok());
        let known = known.and_then(|json| serde_json::from_slice::<Entry>(&json).ok());
        match known {
            Some(entry) if entry.about == about(course, exercise, answer) => match entry.passed {
                true => State::Passing,
                false => State::Failing,
            },
            _ => State::Pending,
        }
    }

    /// Keeps a verdict. That it cannot be written loses no more than the memo.
    pub(crate) fn keep(&self, course: &Course, exercise: &Exercise, answer: &[u8], passed: bool) {
        let entry = Entry {
            about: about(course, exercise, answer),
            passed,
        };
        if let (Some(file), Ok(json)) = (self.file(exercise), serde_json::to_vec(&entry)) {
            let _ = files::replace(&file, &json);
        }
    }

    fn file(&self, exercise: &Exercise) -> Option<PathBuf> {
        Some(
            self.folder
                .as_ref()?
                .join(&exercise.stem)
                .join(format!("{}.json", exercise.name)),
        )
    }
}

fn about(course: &Course, exercise: &Exercise, answer: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    answer.hash(&mut hasher);
    fs::read(exercise.folder(course).join("checks.rs"))
        .unwrap_or_default()
        .hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chapter::sample;

    #[test]
    fn a_verdict_holds_until_answer_or_checks_change() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let state = || course.exercise("stopwatch").unwrap().state;
        let exercise = course.exercise("stopwatch").unwrap();
        assert_eq!(state(), State::Pending);

        let memo = Memo::of(&course);
        memo.keep(&course, &exercise, b"fn answer() {}\n", false);
        assert_eq!(state(), State::Failing);
        memo.keep(&course, &exercise, b"fn answer() {}\n", true);
        assert_eq!(state(), State::Passing);

        sample::write(
            &folder,
            "exercises/01_first/stopwatch/checks.rs",
            "// stricter\n",
        );
        assert_eq!(state(), State::Pending);
        sample::write(
            &folder,
            "exercises/01_first/stopwatch/checks.rs",
            "// checks\n",
        );
        assert_eq!(state(), State::Passing);
        sample::write(
            &folder,
            "exercises/01_first/stopwatch.rs",
            "fn answer() { }\n",
        );
        assert_eq!(state(), State::Pending);
    }

    #[test]
    fn a_broken_memo_says_nothing() {
        let folder = sample::course();
        let course = sample::opened(&folder);
        let exercise = course.exercise("stopwatch").unwrap();
        let memo = Memo::of(&course);
        memo.keep(&course, &exercise, b"fn answer() {}\n", true);
        fs::write(memo.file(&exercise).unwrap(), "{ broken").unwrap();
        assert_eq!(course.exercise("stopwatch").unwrap().state, State::Pending);
    }
}
