//! The report on an exercise: every check, what is wrong, and what the answer did. As text for a
//! person, as JSON for the playground.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use timeline::Recording;

use crate::examine::{Check, Exercise};
use crate::refusal::{InShort, Kind, Refusal};
use crate::words::{count, number, wrapped};

/// The outcome of all checks of one exercise.
///
/// `Debug` is the text for a person, because libtest prints the error of a test with `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The name of the exercise.
    pub exercise: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// Every check, in order.
    pub checks: Vec<Checked>,
    /// Errors of the compiler: none here, for what does not compile is never checked. The
    /// playground fills them in.
    pub diagnostics: Vec<serde_json::Value>,
    /// How long it took on the computer's clock.
    pub seconds: f64,
    /// What the answer printed during the first check that failed, or during the first check.
    #[serde(default)]
    pub printed: Vec<String>,
    /// The run of the first check that failed, or of the first check.
    #[serde(default)]
    pub recording: Option<Box<Recording>>,
    /// The file of the answer still says TODO.
    #[serde(skip)]
    pub(crate) not_started: bool,
}

/// What a report comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every check accepts the answer.
    Passed,
    /// A check refuses it.
    Failed,
    /// It could never have gone on.
    Stalled,
    /// It did not come to an end until the computer's clock stopped it.
    TimedOut,
    /// Its file still says TODO.
    NotStarted,
}

/// One check and what it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The name of its function.
    pub id: String,
    /// What it checks, in words.
    pub name: String,
    /// Whether it accepts the answer. A check that did not run does not.
    pub passed: bool,
    /// Everything it says; `None`: it passed, or did not run.
    pub message: Option<String>,
    /// The same in its parts.
    pub refusal: Option<Refusal>,
    /// How many runs it observed, until it was sure.
    #[serde(default)]
    pub runs: usize,
}

impl Checked {
    pub(crate) fn new(check: &Check, result: Option<Result<(), Refusal>>) -> Self {
        let passed = matches!(result, Some(Ok(())));
        let mut checked = Self {
            id: check.id.to_owned(),
            name: check.sentence.trim().to_owned(),
            passed,
            message: None,
            refusal: None,
            runs: 0,
        };
        if let Some(Err(refusal)) = result {
            checked.refuse(refusal);
        }
        checked
    }

    fn refuse(&mut self, refusal: Refusal) {
        self.message = Some(refusal.to_string().trim_end().to_owned());
        self.refusal = Some(refusal);
    }
}

impl Report {
    /// The report before the first check has run.
    pub(crate) fn new(exercise: Exercise) -> Self {
        Self {
            exercise: exercise.name.to_owned(),
            verdict: Verdict::Failed,
            checks: exercise
                .checks
                .iter()
                .map(|check| Checked::new(check, None))
                .collect(),
            diagnostics: Vec::new(),
            seconds: 0.0,
            printed: Vec::new(),
            recording: None,
            not_started: exercise.not_started,
        }
    }

    /// Says what the checks come to, when all have run.
    pub(crate) fn judge(&mut self) {
        let stalled = |checked: &Checked| {
            checked
                .refusal
                .as_ref()
                .is_some_and(|r| r.kind == Kind::Stalled)
        };
        self.verdict = if self.not_started {
            Verdict::NotStarted
        } else if self.all_passed() {
            Verdict::Passed
        } else if self.checks.iter().any(stalled) {
            Verdict::Stalled
        } else {
            Verdict::Failed
        };
    }

    /// Blames the first check that did not run: it was under way when the process ended.
    pub(crate) fn refuse_next(&mut self, refusal: Refusal, verdict: Verdict) {
        self.verdict = if self.not_started {
            Verdict::NotStarted
        } else {
            verdict
        };
        if let Some(checked) = self.checks.iter_mut().find(|checked| !checked.has_run()) {
            checked.refuse(refusal);
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.checks.iter().all(Checked::has_run)
    }

    pub(crate) fn all_passed(&self) -> bool {
        self.checks.iter().all(|checked| checked.passed)
    }

    pub(crate) fn first_failure(&self) -> Option<usize> {
        self.checks.iter().position(|checked| !checked.passed)
    }

    /// The report as JSON, on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data always has a JSON form")
    }

    /// Reads what [`Report::to_json`] wrote; `None`: it did not.
    pub(crate) fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// What the checks say, without the timeline of the run.
    pub fn told(&self) -> String {
        let mut text = String::new();
        self.tell(&mut text).expect("a string takes everything");
        text
    }

    /// What the checks say, then the timeline of the run.
    pub fn with_timeline(&self) -> String {
        let mut text = self.told();
        if let Some(recording) = &self.recording {
            let check = self.recorded().map_or("", |check| &check.name);
            let _ = write!(text, "\nWhat your answer did in “{check}”:\n\n");
            text.push_str(&timeline::text::render(
                recording,
                &timeline::text::Options::default(),
            ));
        }
        if !matches!(self.verdict, Verdict::Passed) {
            let _ = write!(text, "\nA hint: cargo playground hint {}\n", self.exercise);
        }
        text
    }

    /// The check that the recording is of: the first that refused the answer after a run, or else the first that ran.
    fn recorded(&self) -> Option<&Checked> {
        let ran = || self.checks.iter().filter(|check| check.runs > 0);
        ran().find(|check| !check.passed).or_else(|| ran().next())
    }

    fn tell(&self, f: &mut String) -> fmt::Result {
        writeln!(f, "{}", self.headline())?;
        writeln!(f)?;
        let mut told: Vec<&str> = Vec::new();
        for checked in &self.checks {
            let mark = match (checked.passed, checked.has_run()) {
                (true, _) => '✓',
                (false, true) => '✗',
                (false, false) => '·',
            };
            for (i, line) in wrapped(&checked.name, 76).iter().enumerate() {
                writeln!(f, "{} {line}", if i == 0 { mark } else { ' ' })?;
            }
            match (&checked.message, &checked.refusal) {
                (Some(_), Some(refusal)) if told.contains(&refusal.sentence.as_str()) => {
                    writeln!(f, "    for the same reason")?;
                }
                (Some(message), Some(refusal)) => {
                    let whole = told.is_empty();
                    told.push(&refusal.sentence);
                    let short = InShort(refusal).to_string();
                    writeln!(f)?;
                    for line in if whole { message } else { &short }.lines() {
                        writeln!(f, "{}", format!("    {line}").trim_end())?;
                    }
                    writeln!(f)?;
                }
                _ if !checked.passed => writeln!(f, "    not looked at")?,
                _ => {}
            }
        }
        if !self.printed.is_empty() {
            writeln!(f, "\nYour answer printed:\n")?;
            for line in &self.printed {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }

    fn headline(&self) -> String {
        let name = &self.exercise;
        let passed = match self.checks.iter().filter(|checked| checked.passed).count() {
            0 => "none".to_owned(),
            passed => number(passed),
        };
        let all = count(self.checks.len(), "check");
        match self.verdict {
            Verdict::Passed => format!("{name}: {all} passed"),
            Verdict::NotStarted if self.all_passed() => {
                format!(
                    "{name}: {all} passed, but the file still says TODO: remove it, and the exercise counts"
                )
            }
            Verdict::NotStarted => {
                format!("{name}: not started, its file still says TODO; {passed} of {all} passed")
            }
            _ => format!("{name}: {passed} of {all} passed"),
        }
    }
}

impl Checked {
    fn has_run(&self) -> bool {
        self.passed || self.refusal.is_some()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told())
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n\n{}", self.with_timeline())
    }
}
