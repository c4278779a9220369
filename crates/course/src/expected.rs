//! What a right answer would have done where a wrong one was refused: the same run of the same check, with the solution
//! in the answer's place.
//!
//! The solution is compiled with the checks once; its recordings are kept until it, the checks or the prebuilt crates
//! change. They tell what happened and when, and nothing of the solution's text.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};

use timeline::Recording;

use crate::check::{ask, source};
use crate::{Cancel, Course, Error, Exercise, Kit, Result, Verdict, files};

/// What the places in the solution are called.
const FILE: &str = "the solution";

/// By the check's function: all runs that it makes, in their order.
type Recordings = BTreeMap<String, Vec<Recording>>;

/// The run of the solution that corresponds to [`Verdict::recording`]. `None`: the answer passed, or there is no
/// recording of the check that refused it, or the solution makes no such run.
///
/// # Errors
/// [`Error::Cancelled`]; when the solution cannot be read, compiled or run.
pub fn expected(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    verdict: &Verdict,
    cancel: &Cancel,
) -> Result<Option<Recording>> {
    let refused = verdict.checks.iter().find(|check| !check.passed);
    let Some(refused) = refused.filter(|check| check.runs > 0 && verdict.recording.is_some())
    else {
        return Ok(None);
    };
    let mut recordings = recordings(course, kit, exercise, cancel)?;
    let runs = recordings.remove(&refused.id).unwrap_or_default();
    let mut run = runs.into_iter().nth(refused.runs - 1);
    if let Some(run) = &mut run {
        // Whoever compares has not seen the solution yet.
        run.hide_places(|place| place.file.ends_with(FILE));
    }
    Ok(run)
}

fn recordings(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    cancel: &Cancel,
) -> Result<Recordings> {
    let solution = exercise.solution(course)?;
    let file = exercise.folder(course).join("checks.rs");
    let checks = fs::read(&file).map_err(Error::io(&file, "read"))?;
    let mut hasher = DefaultHasher::new();
    (course.root(), &solution.text, &checks, kit.stamp()).hash(&mut hasher);
    let folder = kit.store().folder().join("expected");
    let kept = folder.join(format!("{}-{:016x}.json", exercise.name, hasher.finish()));
    if let Some(recordings) = fs::read(&kept)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
    {
        return Ok(recordings);
    }

    let scratch = kit.store().scratch()?;
    let copy = scratch.path().join("answer.rs");
    fs::write(&copy, &solution.text).map_err(Error::io(&copy, "written"))?;
    let program = kit
        .compile(
            &source(course, kit, exercise, &copy, FILE),
            &mut |_| {},
            cancel,
        )?
        .program;
    let unfit = |why: &str| {
        let name = &exercise.name;
        Error::Setup(format!(
            "there is no run of the solution of `{name}` to compare with: {why}"
        ))
    };
    let program = program.ok_or_else(|| unfit("it does not compile"))?;
    let (run, written) = ask(course, exercise, &program, "--recordings", cancel)?;
    let recordings = written.and_then(|json| serde_json::from_slice::<Recordings>(&json).ok());
    let Some(recordings) = recordings else {
        let said = run.stderr.lines().next().unwrap_or_default();
        return Err(unfit(if said.is_empty() {
            "its checks did not run"
        } else {
            said
        }));
    };
    // What an older solution did is of no use any more.
    if let Ok(json) = serde_json::to_vec(&recordings) {
        let _ = fs::create_dir_all(&folder);
        let old = format!("{}-", exercise.name);
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&old) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = files::replace(&kept, &json);
    }
    Ok(recordings)
}
