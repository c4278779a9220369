//! Programs compiled against the course's own crates, and run: what the command line and the page both stand on.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use course::{
    Answer, Cancel, Course, Ended, Kind, Kit, Limits, RunOptions, Source, Splice, State, Tokio,
    check,
};
use timeline::Outcome;

/// No test: where the supervisors of these tests start.
#[test]
#[ignore = "the entry of the supervisors that other tests start"]
fn supervisor() {
    course::supervise_if_asked();
}

fn the_course() -> Course {
    Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn kit() -> Kit {
    Kit::prepare(&the_course(), &mut |_| {}, &Cancel::never()).unwrap()
}

#[test]
fn when_nothing_changed_there_is_nothing_to_prepare() {
    kit();
    let mut told = Vec::new();
    Kit::prepare(
        &the_course(),
        &mut |progress| told.push(progress),
        &Cancel::never(),
    )
    .unwrap();
    assert_eq!(told, []);
}

#[test]
fn a_text_is_called_as_its_user_calls_it() {
    let source = Source::text(
        "fn main() {\n    let x: u8 = \"\";\n}\n",
        "lessons/01_why_async.rs",
    );
    let mut told = 0;
    let compiled = kit()
        .compile(&source, &mut |_| told += 1, &Cancel::never())
        .unwrap();
    assert!(compiled.program.is_none());
    let errors: Vec<_> = compiled
        .diagnostics
        .iter()
        .filter(|d| d.code.as_deref() == Some("E0308"))
        .collect();
    let place = errors[0].primary().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line_start, place.column_start),
        ("lessons/01_why_async.rs", 2, 17)
    );
    assert_eq!(told, compiled.diagnostics.len());
    assert!(
        compiled
            .diagnostics
            .iter()
            .all(|d| !d.rendered.contains("scratch"))
    );
}

#[test]
fn an_error_in_an_edited_block_is_at_the_line_of_the_block() {
    let whole =
        "fn main() {\n    scene();\n}\n\n// ANCHOR: scene\nfn scene() {}\n// ANCHOR_END: scene\n";
    let splice = Splice::new(
        whole,
        "scene",
        "fn scene() {\n    println!(\"{}\", missing);\n}\n",
    )
    .unwrap();
    let source = Source::text(splice.text(), "lesson.rs").tokio(Tokio::Real);
    let compiled = kit()
        .compile(&source, &mut |_| {}, &Cancel::never())
        .unwrap();
    let seen = splice.diagnostic(&compiled.diagnostics[0], "lesson.rs");
    assert_eq!(seen.code.as_deref(), Some("E0425"));
    assert_eq!(seen.primary().unwrap().line_start, 2);
}

#[test]
fn a_program_that_is_called_off_ends() {
    let text =
        "fn main() { println!(\"up\"); std::thread::sleep(std::time::Duration::from_secs(600)) }";
    let compiled = kit()
        .compile(
            &Source::text(text, "sleeper.rs"),
            &mut |_| {},
            &Cancel::never(),
        )
        .unwrap();
    let program = compiled.program.unwrap();
    let options = RunOptions {
        limits: Limits::real(),
        ..RunOptions::default()
    };
    let (up_tx, up) = mpsc::channel();
    let cancel = Cancel::new();
    thread::scope(|scope| {
        let running =
            scope.spawn(|| program.run_aloud(&options, &mut |_| up_tx.send(()).unwrap(), &cancel));
        up.recv().unwrap();
        cancel.cancel();
        assert!(running.join().unwrap().unwrap_err().is_cancelled());
    });
}

#[test]
fn a_program_that_never_ends_has_a_timeline() {
    let text = "#[tokio::main] async fn main() { println!(\"up\"); tokio::task::yield_now().await; loop {} }";
    let source = Source::text(text, "endless.rs");
    let compiled = kit()
        .compile(&source, &mut |_| {}, &Cancel::never())
        .unwrap();
    let options = RunOptions {
        limits: Limits {
            wall: Duration::from_secs(3),
            ..Limits::default()
        },
        ..RunOptions::default()
    };
    let run = compiled
        .program
        .unwrap()
        .run(&options, &Cancel::never())
        .unwrap();
    assert_eq!(run.ended, Ended::TimedOut { seconds: 3 });
    let recording = run.recording.expect("it was written while the program ran");
    assert_eq!(recording.outcome, Outcome::Unfinished);
    assert_eq!(recording.notes().count(), 1);
}

#[test]
fn a_compilation_that_is_called_off_ends() {
    let cancel = Cancel::new();
    cancel.cancel();
    let compiled = kit().compile(&Source::text("fn main() {}", "a.rs"), &mut |_| {}, &cancel);
    assert!(compiled.unwrap_err().is_cancelled());
}

#[test]
fn a_program_can_run_more_than_once_and_outlives_the_rest() {
    let text = "fn main() { println!(\"{:?}\", std::env::args().skip(1).collect::<Vec<_>>()) }";
    let compiled = kit()
        .compile(
            &Source::text(text, "twice.rs"),
            &mut |_| {},
            &Cancel::never(),
        )
        .unwrap();
    let program = compiled.program.unwrap();
    for args in [vec![], vec!["--scene".to_owned(), "row".to_owned()]] {
        let shown = format!("{args:?}\n");
        let run = program
            .run(
                &RunOptions {
                    args,
                    ..RunOptions::default()
                },
                &Cancel::never(),
            )
            .unwrap();
        assert_eq!((run.ended, run.stdout), (Ended::Exited { code: 0 }, shown));
    }
}

#[test]
fn a_text_is_checked_without_touching_the_file() {
    let course = the_course();
    let exercise = course.exercise("overlap").unwrap();
    let before = std::fs::read(exercise.path(&course)).unwrap();
    let solution = exercise.solution(&course).unwrap().text;
    let verdict = check(
        &course,
        &kit(),
        &exercise,
        Answer::Text(&solution),
        &mut |_| {},
        &Cancel::never(),
    )
    .unwrap();
    assert_eq!(verdict.verdict, Kind::Passed, "{}", verdict.report);
    assert!(verdict.recording.is_some());
    assert_eq!(std::fs::read(exercise.path(&course)).unwrap(), before);
    if !exercise.started {
        assert_eq!(course.exercise("overlap").unwrap().state, State::Pending);
    }
}

#[test]
fn an_error_of_an_answer_is_in_the_file_that_the_learner_knows() {
    let course = the_course();
    let exercise = course.exercise("overlap").unwrap();
    let verdict = check(
        &course,
        &kit(),
        &exercise,
        Answer::Text("pub fn overlap( {}\n"),
        &mut |_| {},
        &Cancel::never(),
    )
    .unwrap();
    assert_eq!(verdict.verdict, Kind::DoesNotCompile);
    let place = verdict.diagnostics[0].primary().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line_start),
        ("exercises/01_why_async/overlap.rs", 1)
    );
}

#[test]
fn rustc_says_which_line_keeps_a_future_from_being_send() {
    let course = the_course();
    let exercise = course.exercise("must_be_send").unwrap();
    let text = "use std::rc::Rc;
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let asked = Rc::new(services.len());
    tokio::task::yield_now().await;
    vec![asked.to_string()]
}
";
    let mut told = Vec::new();
    let verdict = check(
        &course,
        &kit(),
        &exercise,
        Answer::Text(text),
        &mut |diagnostic| told.push(diagnostic.clone()),
        &Cancel::never(),
    )
    .unwrap();
    // It is a program, and the other checks have run.
    assert_eq!(verdict.verdict, Kind::Failed);
    assert!(verdict.report.contains("is not `Send`"));
    let how_to_ask = "cargo playground check";
    assert!(!verdict.report.contains(how_to_ask), "{}", verdict.report);
    assert!(verdict.checks.len() > 1);
    assert_eq!(verdict.diagnostics, told);
    let [diagnostic] = verdict.diagnostics.as_slice() else {
        panic!("{:#?}", verdict.diagnostics);
    };
    let notes = diagnostic.children.iter().flat_map(|child| &child.spans);
    let mut here = notes.filter(|span| span.file == exercise.file);
    let line = here.find(|span| span.is_primary).unwrap().line_start;
    assert_eq!(
        text.lines().nth(line as usize - 1).unwrap().trim(),
        "tokio::task::yield_now().await;"
    );
}

#[test]
fn an_error_code_is_explained() {
    let text = kit().explain("E0308").unwrap();
    assert!(text.contains("Expected type"), "{text}");
    for code in ["E9999", "E03", "--version", "E030é"] {
        let said = kit().explain(code).unwrap_err().to_string();
        assert!(said.contains(&format!("`{code}`")), "{said}");
    }
}

#[test]
fn a_refusal_is_told_in_its_parts() {
    let course = the_course();
    let exercise = course.exercise("overlap").unwrap();
    let wrong = course.root().join(&exercise.wrong[0]);
    let answer = Answer::File(&wrong, &exercise.wrong[0]);
    let verdict = check(
        &course,
        &kit(),
        &exercise,
        answer,
        &mut |_| {},
        &Cancel::never(),
    )
    .unwrap();
    let refused = verdict.checks.iter().find(|check| !check.passed).unwrap();
    let refusal = refused.refusal.as_ref().unwrap();
    let message = refused.message.as_ref().unwrap().replace('\n', " ");
    assert!(message.starts_with(&refusal.sentence), "{message}");
    assert_eq!(verdict.text, std::fs::read_to_string(wrong).unwrap());
}

#[test]
fn every_lesson_compiles_with_the_kit_and_runs() {
    let course = the_course();
    for chapter in course.chapters().unwrap() {
        let file = chapter.lesson_file(&course).unwrap();
        let text = std::fs::read_to_string(course.root().join(&file)).unwrap();
        let source = Source::text(text, &file).tokio(Tokio::Real);
        let compiled = kit()
            .compile(&source, &mut |_| {}, &Cancel::never())
            .unwrap();
        let said: Vec<_> = compiled.diagnostics.iter().map(|d| &d.rendered).collect();
        let program = compiled
            .program
            .unwrap_or_else(|| panic!("{file}: {said:?}"));
        let options = RunOptions {
            args: vec!["--list".to_owned()],
            ..RunOptions::default()
        };
        let run = program.run(&options, &Cancel::never()).unwrap();
        assert_eq!(
            run.ended,
            Ended::Exited { code: 0 },
            "{file}: {}",
            run.stderr
        );
        assert!(!run.stdout.is_empty(), "{file} has no scenes");
    }
}
