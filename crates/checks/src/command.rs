//! How an exercise is checked from outside: as a test, and as a program.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::process::ExitCode;

use crate::child::{WALL_CLOCK, examine_in_child, is_child};
use crate::examine::{Exercise, recordings};
use crate::note;
use crate::report::{Report, Verdict};

/// Checks an exercise from its `#[test]`, which must stand at the root of its crate and be named
/// like the exercise.
///
/// # Errors
/// The report, when the answer is not right. Its `Debug` form is what a person reads: libtest
/// prints that one.
pub fn test(exercise: Exercise) -> Result<(), Report> {
    let arguments = [exercise.name, "--exact", "--include-ignored", "--nocapture"];
    let report = examine_in_child(exercise, &arguments, &[], WALL_CLOCK);
    note::leave(exercise, &report);
    if report.verdict == Verdict::Passed {
        Ok(())
    } else {
        Err(report)
    }
}

/// Checks an exercise from `main`: prints the report and the timeline of the run. With `--json
/// FILE` it also writes the report as JSON to that file; where `FILE` is `-`, it prints the JSON
/// and nothing else.
///
/// With `--recordings FILE`, it writes what [`recordings`] gives to that file, and does nothing else.
///
/// Ends with 0 when the answer is right, with 1 when it is not or was not started, and with 2 when
/// it was called wrongly.
pub fn main(exercise: Exercise) -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let json = match arguments.as_slice() {
        [] => None,
        [flag, file] if flag == "--json" => Some(file.clone()),
        [flag, file] if flag == "--recordings" => return write_recordings(exercise, file),
        _ if is_child() => None,
        _ => {
            eprintln!("usage: {} [--json FILE | --recordings FILE]", exercise.name);
            return ExitCode::from(2);
        }
    };
    let report = examine_in_child(exercise, &[], &[], WALL_CLOCK);
    note::leave(exercise, &report);
    if let Err(error) = show(&report, json.as_ref()) {
        eprintln!("{error}");
        return ExitCode::from(2);
    }
    if report.verdict == Verdict::Passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn write_recordings(exercise: Exercise, file: &OsStr) -> ExitCode {
    let written = recordings(exercise)
        .map_err(|refusal| refusal.to_string())
        .and_then(|recordings| {
            let json = serde_json::to_vec(&recordings).expect("plain data always has a JSON form");
            fs::write(file, json).map_err(|e| unwritable(file, &e))
        });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn unwritable(file: &OsStr, error: &io::Error) -> String {
    format!("`{}` cannot be written: {error}", file.display())
}

fn show(report: &Report, json: Option<&OsString>) -> Result<(), String> {
    if json.is_some_and(|file| file == "-") {
        println!("{}", report.to_json());
        return Ok(());
    }
    print!("{}", report.with_timeline());
    if let Some(file) = json {
        fs::write(file, report.to_json() + "\n").map_err(|error| unwritable(file, &error))?;
    }
    Ok(())
}
