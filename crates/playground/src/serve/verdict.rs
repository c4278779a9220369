//! A verdict as the page is told it: what each check says, what the learner's answer did, and what it should have done.

use course::{Kind, Verdict};
use serde::Serialize;

use super::picture;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    verdict: Kind,
    checks: Vec<Check>,
    seconds: f64,
    /// What the answer printed.
    printed: Vec<String>,
    /// What the viewer reads, and the same as text: the first check that failed, or the first.
    view: Option<String>,
    timeline: Option<String>,
    /// In which check that was.
    recorded_in: Option<String>,
    /// Why there is no picture of what it did.
    undrawn: Option<String>,
    /// The answer that was checked, and what places in the recording call it.
    file: String,
    source: String,
}

#[derive(Serialize)]
struct Check {
    name: String,
    /// `None`: it was not looked at.
    passed: Option<bool>,
    sentence: Option<String>,
    expected: Option<String>,
    actual: Option<String>,
    explanation: Vec<String>,
}

impl Told {
    pub(super) fn new(verdict: &Verdict, file: &str) -> Self {
        // The checks start one runtime.
        let recording = verdict.recording.iter();
        let recording: Vec<_> = recording.map(|r| (String::new(), r)).collect();
        let picture::Shown {
            view,
            timeline,
            undrawn,
            ..
        } = picture::shown(&recording, None);
        Self {
            verdict: verdict.verdict,
            checks: verdict.checks.iter().map(Check::from).collect(),
            seconds: verdict.seconds,
            printed: verdict.printed.clone(),
            view,
            timeline,
            recorded_in: verdict.recorded_in().map(str::to_owned),
            undrawn,
            file: file.to_owned(),
            source: verdict.text.clone(),
        }
    }
}

impl From<&course::CheckResult> for Check {
    fn from(result: &course::CheckResult) -> Self {
        let passed = match (result.passed, &result.message) {
            (false, None) => None,
            (passed, _) => Some(passed),
        };
        let refusal = result.refusal.clone();
        let (sentence, expected, actual, explanation) = match refusal {
            Some(r) => (Some(r.sentence), r.expected, r.actual, r.explanation),
            None => (result.message.clone(), None, None, Vec::new()),
        };
        Self {
            name: result.name.clone(),
            passed,
            sentence,
            expected,
            actual,
            explanation,
        }
    }
}
