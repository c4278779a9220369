//! Chapters and exercises: what they are; [`scan()`] finds them on disk.

mod scan;
mod started;

use std::path::PathBuf;

use serde::Serialize;

use crate::{Course, LastCheck, Result, hints, hints::Hint, solution, solution::Solution};

pub(crate) use scan::scan;

/// A chapter, as `list --json` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its number, from the stem.
    pub number: u32,
    /// What its page, lesson, exercises and solutions are called: `06_gather`.
    pub stem: String,
    /// Its title in the book's summary.
    pub title: String,
    /// The name of its program: `lesson_6`.
    pub lesson: String,
    /// Its exercises, from the first small success to the hardest.
    pub exercises: Vec<Exercise>,
}

impl Chapter {
    /// The file of its program, relative to the root: `lessons/06_gather.rs`, or in the folder of another package of
    /// lessons. `None`: there is none.
    pub fn lesson_file(&self, course: &Course) -> Option<String> {
        ["lessons", "lessons/more"]
            .map(|folder| format!("{folder}/{}.rs", self.stem))
            .into_iter()
            .find(|file| course.root().join(file).is_file())
    }
}

/// An exercise, as `list --json` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exercise {
    /// Its name, unique in its chapter.
    pub name: String,
    /// Its title, from the top of its hints.
    pub title: String,
    /// The file to edit, from the course's root, with `/`.
    pub file: String,
    /// How far it is.
    pub state: State,
    /// The last time that it was checked, also if its file has changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_check: Option<LastCheck>,
    /// How many hints it has.
    pub hints: usize,
    /// Files with further right answers, from the course's root.
    pub right: Vec<String>,
    /// Files with wrong answers, from the course's root.
    pub wrong: Vec<String>,
    /// The stem of its chapter.
    #[serde(skip)]
    pub stem: String,
    /// Whether the file no longer says `TODO`.
    #[serde(skip)]
    pub started: bool,
}

/// How far an exercise is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not started, or not checked since it was last changed.
    Pending,
    /// It failed when it was last checked, and did not change since.
    Failing,
    /// It passed when it was last checked, and did not change since.
    Passing,
}

impl Exercise {
    /// Chapter and name: `01_why_async/overlap`.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.stem, self.name)
    }

    /// The file to edit.
    pub fn path(&self, course: &Course) -> PathBuf {
        course.root().join(&self.file)
    }

    /// The folder of what belongs to it: its checks and its hints.
    pub(crate) fn folder(&self, course: &Course) -> PathBuf {
        course
            .root()
            .join("exercises")
            .join(&self.stem)
            .join(&self.name)
    }

    /// Its hints, in the order in which to show them.
    ///
    /// # Errors
    /// When its `hints.md` cannot be read.
    pub fn hints(&self, course: &Course) -> Result<Vec<Hint>> {
        hints::read(&self.folder(course).join("hints.md"))
    }

    /// Its solution, with why it is right.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn solution(&self, course: &Course) -> Result<Solution> {
        solution::read(course, self)
    }
}

/// Whether a text is an answer: a file that still says `TODO`, in a comment or a `todo!`, was not started.
pub fn is_started(text: &str) -> bool {
    started::is_started(text.as_bytes())
}

#[cfg(test)]
pub(crate) mod sample {
    //! A small course in a temporary folder.

    use std::fs;

    use tempfile::TempDir;

    use crate::Course;

    pub(crate) fn write(folder: &TempDir, path: &str, text: &str) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Chapter 1 with `overlap` and `stopwatch`, chapter 2 with another `overlap`, chapter 3 without a page.
    pub(crate) fn course() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("Cargo.toml", "[workspace]\n"),
            ("lessons/01_first.rs", "fn main() {}\n"),
            (
                "book/SUMMARY.md",
                "# Summary\n\n- [First steps](01_first.md)\n- [Second](02_second.md)\n",
            ),
            ("exercises/01_first/overlap.rs", "// TODO\n"),
            ("exercises/01_first/overlap/checks.rs", "// checks\n"),
            ("exercises/01_first/overlap/main.rs", "fn main() {}\n"),
            (
                "exercises/01_first/overlap/hints.md",
                "# Overlap\n\n## Nudge\n\nA.\n\n## Concept\n\nB.\n",
            ),
            ("exercises/01_first/stopwatch.rs", "fn answer() {}\n"),
            ("exercises/01_first/stopwatch/checks.rs", "// checks\n"),
            (
                "exercises/01_first/notes.rs",
                "// the learner's own, no exercise\n",
            ),
            ("exercises/02_second/overlap.rs", "fn answer() {}\n"),
            ("exercises/02_second/overlap/checks.rs", "// checks\n"),
            ("exercises/03_third/last.rs", "fn answer() {}\n"),
            ("exercises/03_third/last/checks.rs", "// checks\n"),
            ("solutions/01_first/overlap.rs", "fn answer() {}\n"),
            (
                "solutions/01_first/overlap/right_join.rs",
                "fn answer() {}\n",
            ),
            (
                "solutions/01_first/overlap/wrong_row.rs",
                "fn answer() {}\n",
            ),
            (
                "solutions/01_first/overlap/wrong_loop.rs",
                "fn answer() {}\n",
            ),
            ("solutions/01_first/overlap/why.md", "Because.\n"),
        ] {
            write(&folder, path, text);
        }
        folder
    }

    pub(crate) fn opened(folder: &TempDir) -> Course {
        Course::at(folder.path())
            .unwrap()
            .with_target(folder.path().join("target"))
    }
}
