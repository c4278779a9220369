//! What `cargo test` found out: its tests leave a note for each exercise in the target folder, and the next look at the
//! progress takes them along. A test itself writes to nothing that belongs to the learner.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use super::{Checked, about};
use crate::{Course, Kind};

/// In the target folder; `crates/checks` writes there.
const FOLDER: &str = "playground/tested";

/// A note, as it was read.
pub(super) struct Tested {
    file: PathBuf,
    bytes: Vec<u8>,
    note: Note,
}

#[derive(Deserialize)]
struct Note {
    root: PathBuf,
    /// Its full name.
    exercise: String,
    verdict: Kind,
    about: String,
    at: u64,
}

/// The notes about this checkout: several may share a target folder. What cannot be understood is no note.
pub(super) fn found(course: &Course) -> Vec<Tested> {
    let Ok(files) = fs::read_dir(course.target().join(FOLDER)) else {
        return Vec::new();
    };
    let read = |file: PathBuf| {
        let bytes = fs::read(&file).ok()?;
        let note: Note = serde_json::from_slice(&bytes).ok()?;
        let is_ours = note.root.canonicalize().is_ok_and(|r| r == course.root());
        is_ours.then_some(Tested { file, bytes, note })
    };
    files.flatten().filter_map(|f| read(f.path())).collect()
}

/// Takes over what they say of the texts that stand in the files now; of others only that they passed.
pub(super) fn add(tested: &[Tested], course: &Course, checked: &mut Checked) {
    for Tested { note, .. } in tested {
        let file = format!("exercises/{}.rs", note.exercise);
        let text = fs::read(course.root().join(file)).unwrap_or_default();
        if note.about == about(course, &note.exercise, &text) {
            checked.put(
                note.exercise.clone(),
                note.about.clone(),
                note.verdict,
                note.at,
            );
        } else if let (Kind::Passed, Some(entry)) =
            (note.verdict, checked.exercises.get_mut(&note.exercise))
        {
            entry.last.solved_at.get_or_insert(note.at);
        }
    }
}

/// Removes them, but those that a test has replaced meanwhile.
pub(super) fn remove(tested: &[Tested]) {
    for Tested { file, bytes, .. } in tested {
        if fs::read(file).is_ok_and(|now| now == *bytes) {
            let _ = fs::remove_file(file);
        }
    }
}
