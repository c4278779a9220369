//! What is kept, and what may happen to the file meanwhile.

use std::thread;

use tempfile::TempDir;

use super::*;
use crate::chapter::sample;

const ANSWER: &[u8] = b"fn answer() {}\n";

fn file(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join(PROGRESS_FILE)
}

fn stopwatch(folder: &TempDir) -> (Course, Exercise) {
    let course = sample::opened(folder);
    let exercise = course.exercise("stopwatch").unwrap();
    (course, exercise)
}

#[test]
fn a_verdict_holds_until_answer_or_checks_change() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    let state = || course.exercise("stopwatch").unwrap().state;
    assert_eq!(state(), State::Pending);

    course.keep(&exercise, ANSWER, Kind::Stalled).unwrap();
    assert_eq!(state(), State::Failing);
    course.keep(&exercise, ANSWER, Kind::Passed).unwrap();
    assert_eq!(state(), State::Passing);

    let checks = "exercises/01_first/stopwatch/checks.rs";
    sample::write(&folder, checks, "// stricter\n");
    assert_eq!(state(), State::Pending);
    sample::write(&folder, checks, "// checks\n");
    assert_eq!(state(), State::Passing);
    sample::write(&folder, &exercise.file, "fn answer() { }\n");
    assert_eq!(state(), State::Pending);
}

#[test]
fn when_it_was_solved_first_is_kept() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    let last = || course.checked().unwrap().of(&exercise).cloned();
    assert_eq!(last(), None);
    course.keep(&exercise, ANSWER, Kind::Failed).unwrap();
    assert_eq!(last().unwrap().solved_at, None);
    course.keep(&exercise, ANSWER, Kind::Passed).unwrap();
    let solved_at = last().unwrap().solved_at;
    assert!(solved_at.is_some());
    course
        .keep(&exercise, ANSWER, Kind::DoesNotCompile)
        .unwrap();
    let last = last().unwrap();
    assert_eq!(
        (last.solved_at, last.verdict),
        (solved_at, Kind::DoesNotCompile)
    );
}

#[test]
fn what_cannot_be_understood_is_left_as_it_is() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    for (text, why) in [
        (
            "",
            "cannot be understood (EOF while parsing a value at line 1 column 0)",
        ),
        (
            "{ broken",
            "cannot be understood (key must be a string at line 1 column 3)",
        ),
        (
            "{\"format\":\"tokio-timeline\",\"version\":1}",
            "holds `tokio-timeline` and no progress",
        ),
        (
            "{\"format\":\"async-rust-progress\",\"version\":2,\"else\":[]}",
            "has version 2 and this playground knows 1",
        ),
        (
            "{\"format\":\"async-rust-progress\",\"version\":1,\"exercises\":{\"a\":7}}",
            "cannot be understood (invalid type",
        ),
    ] {
        fs::write(file(&folder), text).unwrap();
        for error in [
            course.checked().unwrap_err(),
            course.keep(&exercise, ANSWER, Kind::Passed).unwrap_err(),
        ] {
            let error = error.to_string();
            assert!(
                error.starts_with(&format!("`.progress.json` {why}"))
                    && error.ends_with("(`mv .progress.json old.progress.json`)"),
                "{error}"
            );
        }
        assert_eq!(fs::read_to_string(file(&folder)).unwrap(), text);
        assert_eq!(course.exercise("stopwatch").unwrap().state, State::Pending);
    }
}

#[test]
fn what_it_does_not_know_is_kept() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    let text = r#"{"format":"async-rust-progress","version":1,"later":[1],"exercises":{
        "09_gone/away":{"verdict":"passed","checked_at":5,"solved_at":4,"about":"0","hints":2}}}"#;
    fs::write(file(&folder), text).unwrap();
    course.keep(&exercise, ANSWER, Kind::Passed).unwrap();
    let kept: Value = serde_json::from_slice(&fs::read(file(&folder)).unwrap()).unwrap();
    assert_eq!(kept["later"][0], 1);
    let before: Value = serde_json::from_str(text).unwrap();
    assert_eq!(
        kept["exercises"]["09_gone/away"],
        before["exercises"]["09_gone/away"]
    );
    assert_eq!(kept["exercises"]["01_first/stopwatch"]["verdict"], "passed");
}

#[test]
fn of_many_that_keep_at_once_none_is_lost() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    thread::scope(|scope| {
        for n in 0..16 {
            let (course, mut exercise) = (course.clone(), exercise.clone());
            scope.spawn(move || {
                for m in 0..8 {
                    exercise.name = format!("number_{n}_{m}");
                    course.keep(&exercise, ANSWER, Kind::Failed).unwrap();
                }
            });
        }
    });
    assert_eq!(course.checked().unwrap().exercises.len(), 16 * 8);
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, [PROGRESS_FILE]);
}

#[test]
fn a_clock_that_was_set_back_changes_no_verdict() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    course.keep(&exercise, ANSWER, Kind::Passed).unwrap();
    // As if the clock had stood in the year 2500 then.
    let mut later = course.checked().unwrap();
    let entry = later.exercises.get_mut("01_first/stopwatch").unwrap();
    (entry.last.checked_at, entry.last.solved_at) = (16_725_225_600, Some(16_725_225_600));
    file::update(course.root(), |checked| *checked = later).unwrap();
    assert_eq!(course.exercise("stopwatch").unwrap().state, State::Passing);
    course.keep(&exercise, ANSWER, Kind::Failed).unwrap();
    assert_eq!(course.exercise("stopwatch").unwrap().state, State::Failing);
    let last = course.checked().unwrap().of(&exercise).cloned().unwrap();
    assert!(last.checked_at < 16_725_225_600);
    assert_eq!(last.solved_at, Some(16_725_225_600));
}

/// No test: the process that others kill, or let run out of disk.
#[test]
#[ignore = "the process that other tests start and end"]
fn saver() {
    let Some(root) = std::env::var_os("SAVER_ROOT") else {
        return;
    };
    let course = Course::at(root).unwrap();
    let exercise = course.exercise("stopwatch").unwrap();
    let mut numbered = exercise.clone();
    for n in 0..100_000 {
        numbered.name = format!("number_{n}");
        let version = exercise.text(&course).unwrap().unwrap().version;
        let text = long(n);
        let done = course
            .keep(&numbered, ANSWER, Kind::Passed)
            .and_then(|()| exercise.save(&course, &text, Some(&version)).map(drop));
        match done {
            Ok(()) => println!("saved {n}"),
            Err(e) => return println!("refused {e}"),
        }
    }
}

/// Long enough to be written in several steps.
fn long(n: usize) -> String {
    format!("{n} ").repeat(20_000)
}

fn start_saver(folder: &TempDir, before: &str) -> std::process::Child {
    let me = std::env::current_exe().unwrap();
    std::process::Command::new("sh")
        .args(["-c", &format!("{before} exec \"$0\" \"$@\"")])
        .arg(me)
        .args([
            "--exact",
            "progress::tests::saver",
            "--include-ignored",
            "--nocapture",
        ])
        .env("SAVER_ROOT", folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn whoever_is_killed_while_saving_loses_nothing() {
    use std::io::{BufRead, BufReader};

    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    for round in 0..25 {
        fs::write(exercise.path(&course), long(0)).unwrap();
        let mut saver = start_saver(&folder, "");
        let lines = BufReader::new(saver.stdout.take().unwrap()).lines();
        let mut saved = lines
            .map_while(|line| line.ok())
            .filter_map(|line| line.strip_prefix("saved ")?.parse::<usize>().ok());
        // Each time at another point, which nobody chooses.
        let last = saved.by_ref().take(1 + round % 5).last().unwrap();
        saver.kill().unwrap();
        saver.wait().unwrap();
        let last = saved.last().unwrap_or(last);

        let checked = course.checked().unwrap();
        for n in 0..=last {
            assert!(
                checked
                    .exercises
                    .contains_key(&format!("01_first/number_{n}")),
                "{n}"
            );
        }
        let text = fs::read_to_string(exercise.path(&course)).unwrap();
        assert!(
            text == long(last) || text == long(last + 1),
            "half an answer"
        );
        course.keep(&exercise, ANSWER, Kind::Failed).unwrap();
    }
    let names = fs::read_dir(folder.path()).unwrap().flatten();
    let left = names.filter(|e| e.file_name().to_string_lossy().starts_with(".saving-"));
    assert_eq!(left.count(), 0, "what was left behind is cleared away");
}

#[test]
fn on_a_full_disk_all_stays_as_it_was() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    sample::write(&folder, "solutions/01_first/stopwatch/stub.rs", "// TODO\n");
    course.keep(&exercise, ANSWER, Kind::Passed).unwrap();
    let before = fs::read(file(&folder)).unwrap();
    // No file may grow, as on a disk without room: each write fails, and no signal ends the process.
    let saver = start_saver(&folder, "trap '' XFSZ; ulimit -f 0;");
    let said = String::from_utf8(saver.wait_with_output().unwrap().stdout).unwrap();
    assert!(
        said.contains("refused `") && said.contains("cannot be written"),
        "{said}"
    );
    assert_eq!(fs::read(file(&folder)).unwrap(), before);
    assert_eq!(fs::read(exercise.path(&course)).unwrap(), ANSWER);
    let names = fs::read_dir(folder.path()).unwrap().flatten();
    let left = names.filter(|e| e.file_name().to_string_lossy().starts_with(".saving-"));
    assert_eq!(left.count(), 0);
}

#[test]
fn what_cannot_be_read_is_named_and_left() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    // A link to itself cannot be read by anybody, not even by the administrator, whom no permission stops.
    std::os::unix::fs::symlink(PROGRESS_FILE, file(&folder)).unwrap();
    for error in [
        course.checked().unwrap_err(),
        course.keep(&exercise, ANSWER, Kind::Passed).unwrap_err(),
    ] {
        let error = error.to_string();
        assert!(error.contains(".progress.json` cannot be "), "{error}");
    }
    assert!(fs::symlink_metadata(file(&folder)).unwrap().is_symlink());
    let path = exercise.path(&course);
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("stopwatch.rs", &path).unwrap();
    assert!(!course.exercise("stopwatch").unwrap().started);
    assert!(exercise.text(&course).is_err());
}

/// What a test of `stopwatch` leaves in the target folder.
fn note(folder: &TempDir, course: &Course, answer: &[u8], verdict: &str) -> std::path::PathBuf {
    let note = serde_json::json!({
        "root": folder.path(), "exercise": "01_first/stopwatch", "verdict": verdict,
        "about": about(course, "01_first/stopwatch", answer), "at": 12,
    });
    sample::write(
        folder,
        "target/playground/tested/one.json",
        &note.to_string(),
    );
    folder.path().join("target/playground/tested/one.json")
}

#[test]
fn what_cargo_test_found_out_is_taken_along() {
    let folder = sample::course();
    let (course, exercise) = stopwatch(&folder);
    let left = note(&folder, &course, ANSWER, "passed");
    assert_eq!(course.exercise("stopwatch").unwrap().state, State::Passing);
    assert!(!left.exists(), "it is kept in the file of the checkout now");
    let last = course.checked().unwrap().of(&exercise).cloned().unwrap();
    assert_eq!((last.checked_at, last.solved_at), (12, Some(12)));

    // What was tested is not what stands in the file.
    let left = note(&folder, &course, b"another answer", "failed");
    assert_eq!(course.exercise("stopwatch").unwrap().state, State::Passing);
    assert!(!left.exists());
}

#[test]
fn what_cargo_test_found_out_counts_where_nothing_can_be_kept() {
    let folder = sample::course();
    let (course, _) = stopwatch(&folder);
    let left = note(&folder, &course, ANSWER, "passed");
    // What is no progress is never overwritten, nor is a folder.
    fs::create_dir(file(&folder)).unwrap();
    assert!(course.checked().is_err());
    assert!(left.exists());
    fs::remove_dir(file(&folder)).unwrap();
    assert_eq!(course.exercise("stopwatch").unwrap().state, State::Passing);
}

#[test]
fn notes_of_other_checkouts_and_what_is_no_note_stay() {
    let folder = sample::course();
    let (course, _) = stopwatch(&folder);
    let left = note(&folder, &course, ANSWER, "passed");
    let theirs = fs::read_to_string(&left).unwrap().replace(
        folder.path().to_str().unwrap(),
        std::env::temp_dir().to_str().unwrap(),
    );
    for text in [theirs.as_str(), "half a no"] {
        fs::write(&left, text).unwrap();
        assert_eq!(course.exercise("stopwatch").unwrap().state, State::Pending);
        assert!(left.exists() && !file(&folder).exists());
    }
}
