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
    (exercise.file, exercise.built.map(|(_, package)| package)).hash(&mut hasher);
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
    let (marks, package) = exercise.built?;
    let (folder, _) = exercise.file.rsplit_once('/')?;
    let (above, name) = folder.rsplit_once('/')?;
    let stem = Path::new(above).file_name()?.to_str()?;
    let full_name = format!("{stem}/{name}");
    let about = marks
        .split(' ')
        .find_map(|mark| mark.strip_prefix(&full_name)?.strip_prefix('='))?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Some(json!({
        "root": Path::new(package).parent()?,
        "exercise": full_name,
        "verdict": report.verdict,
        "about": about,
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
        let about = |marks: &'static str| {
            let note = note(exercise.built(Some(marks), Some("/c/exercises")), &report)?;
            assert_eq!(
                (&note["root"], &note["verdict"]),
                (&json!("/c"), &json!("failed"))
            );
            assert_eq!(note["exercise"], "02_more/overlap");
            Some(note["about"].as_str()?.to_owned())
        };
        let marks = "01_first/overlap=1 02_more/overlap=2 02_more/overlap_too=3 ";
        assert_eq!(about(marks).as_deref(), Some("2"));
        assert_eq!(about("02_more/overlap_too=3 "), None);
        assert_eq!(note(exercise, &report), None, "no exercise of the course");
    }

    #[test]
    fn the_newest_takes_the_place_of_the_one_before() {
        let folder = env::temp_dir().join(format!("checks-note-{}", process::id()));
        let exercise = Exercise::new("exercises/02_more/overlap/checks.rs", &[]);
        for (marks, text) in [("a=1 ", "one"), ("a=2 ", "two")] {
            write(
                &folder,
                exercise.built(Some(marks), Some("/c/exercises")),
                text,
            )
            .unwrap();
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
