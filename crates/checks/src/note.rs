//! What `cargo test` found out about an answer, left for `cargo playground` in the target folder: a
//! verdict counts there too.
//!
//! Nothing else is written, and a test never fails for it: where the folder cannot be written, there
//! is no note.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use serde_json::json;

use crate::examine::Exercise;
use crate::mark::mark;
use crate::report::Report;

/// Leaves the note on an exercise of the course. There is one for each, so that they do not pile up.
pub(crate) fn leave(exercise: Exercise, report: &Report) {
    if let (Some(note), Some(folder)) = (note(exercise, report), folder()) {
        // Whoever cannot keep it has tested all the same.
        let _ = write(&folder, exercise, &note.to_string());
    }
}

fn write(folder: &Path, exercise: Exercise, note: &str) -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    (exercise.file, exercise.package).hash(&mut hasher);
    let file = folder.join(format!("{}-{:016x}.json", exercise.name, hasher.finish()));
    let part = file.with_extension(format!("{}.part", process::id()));
    // Renamed, so that nobody reads half a note.
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&part, note))
        .and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        let _ = fs::remove_file(part);
    }
    written
}

fn note(exercise: Exercise, report: &Report) -> Option<serde_json::Value> {
    let (answer, checks) = exercise.texts?;
    let (folder, _) = exercise.file.rsplit_once('/')?;
    let (above, name) = folder.rsplit_once('/')?;
    let stem = Path::new(above).file_name()?.to_str()?;
    let full_name = format!("{stem}/{name}");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Some(json!({
        "root": Path::new(exercise.package?).parent()?,
        "exercise": full_name,
        "verdict": report.verdict,
        "about": mark(answer, checks),
        "at": now.map_or(0, |now| now.as_secs()),
    }))
}

/// In the target folder, which cargo marks by a file: this program lies in it.
fn folder() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let target = program
        .ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file())?;
    Some(target.join("playground/tested"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_which_text_was_tested() {
        let exercise = Exercise::new("exercises/02_more/overlap/checks.rs", &[]);
        let report = Report::new(exercise);
        let ours = exercise.compiled_in(Some("/c/exercises"));
        let note_on = |answer: &'static str, checks: &'static str| {
            note(ours.of(answer.as_bytes(), checks.as_bytes()), &report).unwrap()
        };
        let about = note_on("answer", "checks");
        assert_eq!(
            (&about["root"], &about["verdict"]),
            (&json!("/c"), &json!("failed"))
        );
        assert_eq!(about["exercise"], "02_more/overlap");
        for (answer, checks) in [
            ("other", "checks"),
            ("answer", "others"),
            ("answe", "rchecks"),
        ] {
            assert_ne!(note_on(answer, checks)["about"], about["about"]);
        }
        assert_eq!(note(ours, &report), None, "no exercise of the course");
    }

    #[test]
    fn the_newest_takes_the_place_of_the_one_before() {
        let folder = env::temp_dir().join(format!("checks-note-{}", process::id()));
        let exercise = Exercise::new("exercises/02_more/overlap/checks.rs", &[]);
        let ours = exercise.compiled_in(Some("/c/exercises"));
        for (answer, text) in [("1", "one"), ("2", "two")] {
            write(&folder, ours.of(answer.as_bytes(), b""), text).unwrap();
        }
        let files: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
        let [file] = files.as_slice() else {
            panic!("{files:?}");
        };
        assert_eq!(fs::read_to_string(file.path()).unwrap(), "two");
        // In a folder that is none, nothing is written, and nobody panics.
        assert!(write(&file.path(), exercise, "three").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
