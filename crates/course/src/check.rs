//! Checks an answer: compiles it together with its exercise's checks, runs them within bounds, and says what they say.

mod several;
mod together;

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use timeline::{Clock, Recording};

use crate::kit::PRELINKED;
use crate::{
    Cancel, Compiled, Course, Diagnostic, Ended, Error, Exercise, Kit, Limits, Program, Result,
    Run, RunOptions, Source, Tokio, is_started,
};

pub use several::check_several;

/// Which answer to check.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// The file that the learner edits. Its verdict is kept ([`Course::checked`]).
    Learner,
    /// The same file, also while it still says `TODO`: to see what it does so far. Nothing is kept.
    AsItIs,
    /// Another file, and what to call it.
    File(&'a Path, &'a str),
    /// A text that is in no file yet; it is called like the learner's file.
    Text(&'a str),
}

/// What the checks of an exercise came to, as `check --json` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// The name of the exercise.
    pub exercise: String,
    /// The verdict itself.
    pub verdict: Kind,
    /// Each check; empty where none could run.
    pub checks: Vec<CheckResult>,
    /// What the compiler said.
    pub diagnostics: Vec<Diagnostic>,
    /// How long compiling and running took.
    pub seconds: f64,
    /// The answer that it is about.
    #[serde(skip)]
    pub text: String,
    /// All of it for a person, with the timeline; without what the compiler said.
    #[serde(skip)]
    pub report: String,
    /// What the answer printed during the first check that failed, or during the first.
    #[serde(skip)]
    pub printed: Vec<String>,
    /// What the answer did during the first check that failed, or during the first.
    #[serde(skip)]
    pub recording: Option<Recording>,
    /// Why the verdict could not be kept for [`Course::checked`], if it could not.
    #[serde(skip)]
    pub not_kept: Option<String>,
}

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Every check accepts the answer.
    Passed,
    /// A check refuses it.
    Failed,
    /// It is no program.
    DoesNotCompile,
    /// It could never have gone on.
    Stalled,
    /// It blocks or spins.
    TimedOut,
    /// The file still says `TODO`.
    NotStarted,
}

/// What one check said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The name of its function.
    #[serde(skip_serializing)]
    pub(crate) id: String,
    /// What it checks.
    pub name: String,
    /// Whether it accepts the answer.
    pub passed: bool,
    /// What is wrong; `None`: nothing, or it did not run.
    pub message: Option<String>,
    /// The same in its parts, where the check itself says it.
    #[serde(default, skip_serializing)]
    pub refusal: Option<Refusal>,
    /// How many runs it observed; [`Verdict::recording`] is the last of them.
    #[serde(default, skip_serializing)]
    pub(crate) runs: usize,
}

/// Why a check does not accept an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The diagnosis: one sentence, without a full stop.
    pub sentence: String,
    /// What should have happened: a picture over time, or a value.
    pub expected: Option<String>,
    /// What did happen, on the same axis.
    pub actual: Option<String>,
    /// What there is to say beyond the sentence, a paragraph each.
    pub explanation: Vec<String>,
    /// An expression that is not `Send` and has to be.
    #[serde(default, skip_serializing)]
    pub(crate) not_send: Option<String>,
}

/// The part of the checks' own report that is of interest here.
#[derive(Deserialize)]
struct Written {
    verdict: Kind,
    checks: Vec<CheckResult>,
    #[serde(default)]
    printed: Vec<String>,
    #[serde(default)]
    recording: Option<Recording>,
}

/// Checks an answer to an exercise, telling each diagnostic as soon as the compiler does.
///
/// # Errors
/// [`Error::Cancelled`]; when a file cannot be read, or the compiler or the checks cannot be run. An answer that is
/// wrong in whichever way is not one of these.
pub fn check(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    answer: Answer<'_>,
    on_diagnostic: &mut dyn FnMut(&Diagnostic),
    cancel: &Cancel,
) -> Result<Verdict> {
    let scratch = course.store()?.scratch()?;
    let (path, shown) = match answer {
        Answer::Learner | Answer::AsItIs => (exercise.path(course), exercise.file.as_str()),
        Answer::File(path, shown) => (
            std::path::absolute(path).map_err(Error::io(path, "read"))?,
            shown,
        ),
        Answer::Text(_) => (scratch.path().join("answer.rs"), exercise.file.as_str()),
    };
    let text = match answer {
        Answer::Text(text) => text.to_owned(),
        Answer::Learner | Answer::AsItIs if !path.exists() => {
            return Err(Error::Setup(format!(
                "`{shown}` is gone: `cargo playground reset {}` brings it back",
                exercise.name
            )));
        }
        _ => crate::read_program(&path)?,
    };
    let mut verdict = Verdict::of(exercise, text);
    let is_started = is_started(&verdict.text);
    if !is_started && !matches!(answer, Answer::AsItIs) {
        verdict.report = format!(
            "{}: not started, `{shown}` still says TODO; delete that line to have your answer checked\n",
            exercise.name
        );
        return Ok(verdict);
    }
    // Another file has another name, and with another name the compiler knows nothing of the last time.
    let kept = match answer {
        Answer::File(..) => None,
        _ => course
            .store()?
            .kept(&course.key(&format!("checks/{}", exercise.full_name()))),
    };
    // A copy, so that all of it is about one text, also when the file is saved again meanwhile.
    let folder = kept
        .as_ref()
        .map_or(scratch.path(), |kept| kept.folder.as_path());
    let copy = folder.join("answer.rs");
    fs::write(&copy, &verdict.text).map_err(Error::io(&copy, "written"))?;

    let Compiled {
        diagnostics,
        program,
        seconds,
    } = kit.compile(
        &source(course, kit, exercise, &copy, shown)
            .kept_in(kept.as_ref().map(|kept| kept.folder.clone())),
        on_diagnostic,
        cancel,
    )?;
    verdict.diagnostics = diagnostics;
    verdict.seconds = seconds;
    match program {
        None => {
            verdict.verdict = Kind::DoesNotCompile;
            verdict.report = format!("{}: does not compile\n", exercise.name);
        }
        Some(program) => {
            run(course, exercise, &program, &mut verdict, cancel)?;
            ask_rustc(
                course,
                kit,
                exercise,
                shown,
                &mut verdict,
                on_diagnostic,
                cancel,
            )?;
            if !is_started {
                verdict.verdict = Kind::NotStarted;
            }
        }
    }
    if matches!(answer, Answer::Learner) {
        verdict.keep(course, exercise);
    }
    Ok(verdict)
}

impl Verdict {
    /// Before anything is known of the answer.
    fn of(exercise: &Exercise, text: String) -> Self {
        Self {
            exercise: exercise.name.clone(),
            verdict: Kind::NotStarted,
            checks: Vec::new(),
            diagnostics: Vec::new(),
            seconds: 0.0,
            text,
            report: String::new(),
            printed: Vec::new(),
            recording: None,
            not_kept: None,
        }
    }

    /// What the check is called that the recording is of: the first that refused the answer after a run, or else the first
    /// that ran.
    pub fn recorded_in(&self) -> Option<&str> {
        let ran = || self.checks.iter().filter(|check| check.runs > 0);
        let check = ran().find(|check| !check.passed).or_else(|| ran().next());
        check.map(|check| check.name.as_str())
    }

    fn keep(&mut self, course: &Course, exercise: &Exercise) {
        let kept = course.keep(exercise, self.text.as_bytes(), self.verdict);
        self.not_kept = kept.err().map(|e| e.to_string());
    }
}

/// The program that checks: the answer beside the checks, as in the exercise's own package.
pub(crate) fn source(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    answer: &Path,
    shown: &str,
) -> Source {
    let root = format!(
        "{}{}\nfn main() -> std::process::ExitCode {{\n    ::checks::main(checks::all())\n}}\n",
        prelude(kit),
        modules(course, exercise, answer),
    );
    let main = Source::text(root, &format!("exercises/{}/main.rs", exercise.full_name()));
    with_parts(main, course, exercise, answer, shown)
        .tokio(Tokio::Real)
        .prelinked(true)
}

fn prelude(kit: &Kit) -> String {
    match kit.prelinked() {
        Some(_) => format!("extern crate {PRELINKED} as _;\n"),
        None => String::new(),
    }
}

/// Has rustc say why something is not `Send`, if that is what a check complains of: rustc knows the line.
fn ask_rustc(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    shown: &str,
    verdict: &mut Verdict,
    on_diagnostic: &mut dyn FnMut(&Diagnostic),
    cancel: &Cancel,
) -> Result<()> {
    let refusals = verdict.checks.iter().filter_map(|c| c.refusal.as_ref());
    let Some(expression) = refusals.filter_map(|r| r.not_send.clone()).next() else {
        return Ok(());
    };
    let scratch = course.store()?.scratch()?;
    let copy = scratch.path().join("answer.rs");
    fs::write(&copy, &verdict.text).map_err(Error::io(&copy, "written"))?;
    let demand = format!(
        "#[allow(warnings)]\n#[path = {copy:?}]\nmod answer;\n\nfn main() {{\n    \
         fn is_send(_: impl Send) {{}}\n    is_send({expression});\n}}\n"
    );
    let asked = format!("exercises/{}/is_it_send.rs", exercise.full_name());
    let source = Source::text(demand, &asked)
        .part(copy, shown)
        .tokio(Tokio::Real);
    let said = kit.compile(&source, on_diagnostic, cancel)?;
    verdict.seconds += said.seconds;
    verdict.diagnostics.extend(said.diagnostics);
    Ok(())
}

/// The answer and its checks, beside one another.
fn modules(course: &Course, exercise: &Exercise, answer: &Path) -> String {
    let checks = exercise.folder(course).join("checks.rs");
    format!(
        "#[allow(dead_code)]\n#[path = {answer:?}]\npub(crate) mod answer;\n#[path = {checks:?}]\npub(crate) mod checks;\n"
    )
}

fn with_parts(
    main: Source,
    course: &Course,
    exercise: &Exercise,
    answer: &Path,
    shown: &str,
) -> Source {
    let checks = exercise.folder(course).join("checks.rs");
    let checks_shown = format!("exercises/{}/checks.rs", exercise.full_name());
    main.part(answer.to_owned(), shown)
        .part(checks, &checks_shown)
}

/// Runs the checks with an option that has them write a file, and returns that too.
pub(crate) fn ask(
    course: &Course,
    exercise: &Exercise,
    program: &Program,
    option: &str,
    cancel: &Cancel,
) -> Result<(Run, Option<Vec<u8>>)> {
    const WRITTEN: &str = "written.json";
    let options = RunOptions {
        args: vec![option.to_owned(), WRITTEN.to_owned()],
        clock: Clock::Paused,
        limits: Limits::check(),
    };
    let environment = vec![
        (
            "INSTA_WORKSPACE_ROOT".to_owned(),
            course.root().to_string_lossy().into_owned(),
        ),
        ("INSTA_UPDATE".to_owned(), "no".to_owned()),
        (together::WHICH.to_owned(), exercise.full_name()),
    ];
    let mut written = None;
    let mut look = |folder: &Path| written = fs::read(folder.join(WRITTEN)).ok();
    let run = program.run_in(&options, environment, &mut |_| {}, &mut look, cancel)?;
    Ok((run, written))
}

fn run(
    course: &Course,
    exercise: &Exercise,
    program: &Program,
    verdict: &mut Verdict,
    cancel: &Cancel,
) -> Result<()> {
    let (run, json) = ask(course, exercise, program, "--json", cancel)?;
    verdict.seconds += run.seconds;
    match json.and_then(|json| serde_json::from_slice::<Written>(&json).ok()) {
        Some(written) => {
            verdict.verdict = written.verdict;
            verdict.checks = written.checks;
            say_once(&mut verdict.checks);
            verdict.printed = written.printed;
            verdict.recording = written.recording;
            verdict.report = run.stdout;
        }
        // The answer took the whole program down, or went beyond a bound.
        None => {
            verdict.verdict = match run.ended {
                Ended::TimedOut { .. } => Kind::TimedOut,
                _ => Kind::Failed,
            };
            let message = format!("your answer {}", run.ended);
            verdict.report = format!("{}: {message}\n", exercise.name);
            verdict.checks = vec![CheckResult {
                id: String::new(),
                name: "the checks run to their end".to_owned(),
                passed: false,
                message: Some(message),
                refusal: None,
                runs: 0,
            }];
        }
    }
    Ok(())
}

/// What several checks say in the same words is said by the first of them; the others name it.
fn say_once(checks: &mut [CheckResult]) {
    for n in 1..checks.len() {
        let (before, rest) = checks.split_at_mut(n);
        let said =
            |check: &&CheckResult| check.message.is_some() && check.message == rest[0].message;
        if let Some(first) = before.iter().find(said) {
            rest[0].message = Some(format!("the same as for `{}`", first.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_checks_say_is_said_once() {
        let check = |name: &str, message: Option<&str>| CheckResult {
            id: name.to_owned(),
            name: name.to_owned(),
            passed: message.is_none(),
            message: message.map(str::to_owned),
            refusal: None,
            runs: 1,
        };
        let mut checks = [
            check("one", None),
            check("two", Some("it panicked")),
            check("three", Some("it panicked")),
            check("four", Some("it is late")),
            check("five", Some("it panicked")),
            check("six", None),
        ];
        say_once(&mut checks);
        let said = checks.map(|check| check.message.unwrap_or_default());
        let same = "the same as for `two`";
        assert_eq!(said, ["", "it panicked", same, "it is late", same, ""]);
    }
}
