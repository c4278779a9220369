//! Running the checks of an exercise in this process, one after the other.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use timeline::Recording;

use crate::panics;
use crate::refusal::Refusal;
use crate::report::{Checked, Report};
use crate::run::{keep_all, take_observed};
use crate::started;

/// One check: what `checks!` makes of a function.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// The name of the function.
    pub id: &'static str,
    /// What it checks, in words: its documentation.
    pub sentence: &'static str,
    /// The function.
    pub run: fn() -> Result<(), Refusal>,
}

/// An exercise, as far as its checks go.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// Its name: the folder of its file of checks.
    pub name: &'static str,
    /// In the order in which they are reported.
    pub checks: &'static [Check],
    /// Its file still says TODO.
    pub not_started: bool,
    /// The file of its checks.
    pub(crate) file: &'static str,
    /// The folder of the package that it was compiled in.
    pub(crate) package: Option<&'static str>,
    /// The learner's text and that of the checks, where it is one of the course's own exercises.
    pub(crate) texts: Option<(&'static [u8], &'static [u8])>,
}

impl Exercise {
    /// The exercise whose checks stand in `file`: `…/CHAPTER/NAME/checks.rs`.
    pub fn new(file: &'static str, checks: &'static [Check]) -> Self {
        let name = file.rsplit(['/', '\\']).nth(1).unwrap_or(file);
        Self {
            name,
            checks,
            not_started: false,
            file,
            package: None,
            texts: None,
        }
    }

    /// The same, with the folder of the package that it is compiled in.
    #[must_use]
    pub fn compiled_in(self, package: Option<&'static str>) -> Self {
        Self { package, ..self }
    }

    /// The same, with the learner's file and that of the checks as they were compiled. An exercise whose file
    /// still says TODO is not started.
    #[must_use]
    pub fn of(self, answer: &'static [u8], checks: &'static [u8]) -> Self {
        Self {
            not_started: !started::is_started(answer),
            texts: Some((answer, checks)),
            ..self
        }
    }
}

/// Runs every check, here and now. An answer that never gives the thread back is not stopped:
/// [`crate::test`] and [`crate::main`] see to that.
///
/// `progress` is called before each check with its position, and with the report as it stands then.
pub fn examine(exercise: Exercise, mut progress: impl FnMut(usize, &Report)) -> Report {
    let begin = Instant::now();
    let mut report = Report::new(exercise);
    for (position, check) in exercise.checks.iter().enumerate() {
        progress(position, &report);
        take_observed();
        let result = run(check);
        let first_failure = result.is_err()
            && report
                .checks
                .iter()
                .all(|checked| checked.refusal.is_none());
        let mut observed = take_observed();
        if let Some(recording) = observed.kept.pop()
            && (first_failure || report.recording.is_none())
        {
            report.recording = Some(Box::new(recording));
        }
        report.checks[position] = Checked {
            runs: observed.count,
            ..Checked::new(check, Some(result))
        };
        report.seconds = begin.elapsed().as_secs_f64();
    }
    report.judge();
    report
}

/// Every run that each check makes of a right answer, by the check's id: what a wrong one is compared with.
///
/// # Errors
/// When a check refuses the answer.
pub fn recordings(exercise: Exercise) -> Result<BTreeMap<&'static str, Vec<Recording>>, Refusal> {
    keep_all();
    let mut recordings = BTreeMap::new();
    for check in exercise.checks {
        take_observed();
        run(check)?;
        recordings.insert(check.id, take_observed().kept);
    }
    Ok(recordings)
}

fn run(check: &Check) -> Result<(), Refusal> {
    let _listening = panics::listen();
    catch_unwind(AssertUnwindSafe(check.run)).unwrap_or_else(|_| {
        Err(Refusal::new(
            panics::first().unwrap_or_else(|| "your answer panicked".to_owned()),
        ))
    })
}
