//! A refusal: why an answer is not right, as it is told to the one who wrote it.

use std::env;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::words::wrapped;

/// Why a check does not accept an answer.
///
/// Printed, it is the sentence, then what was expected above what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The diagnosis: one sentence that names the mistake, lower case and without a full stop.
    pub sentence: String,
    /// What should have happened: a picture over time, or a value.
    pub expected: Option<String>,
    /// What did happen, on the same axis.
    pub actual: Option<String>,
    /// What there is to say beyond the sentence, a paragraph each: who waits for what in a stall.
    pub explanation: Vec<String>,
    /// What kind of failure it is.
    pub kind: Kind,
    /// What has to be `Send` and is not: an expression that names the answer, such as `answer::work()`. The playground has
    /// rustc refuse it, which then says what is in the way, and on which line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_send: Option<Box<str>>,
}

/// What kind of failure a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The answer ran to its end and did something else than what was asked for, or it panicked.
    Wrong,
    /// The answer could never have gone on.
    Stalled,
}

impl Refusal {
    /// A refusal that consists of a sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            expected: None,
            actual: None,
            explanation: Vec::new(),
            kind: Kind::Wrong,
            not_send: None,
        }
    }

    /// The same about this expression, which is not `Send`.
    ///
    /// Only rustc knows why. The playground asks it, which it says in the variable `COURSE_EXERCISE`; elsewhere,
    /// this tells how to ask.
    #[must_use]
    pub fn not_send(mut self, exercise: &str, expression: &str) -> Self {
        self.not_send = Some(expression.into());
        if env::var_os("COURSE_EXERCISE").is_none() {
            self.explanation.push(format!(
                "rustc knows what it is, and on which line: `cargo playground check {exercise}` asks it"
            ));
        }
        self
    }

    /// The same with what was expected and what happened instead.
    #[must_use]
    pub fn showing(mut self, expected: impl Into<String>, actual: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self.actual = Some(actual.into());
        self
    }

    /// The same, beginning with what it means here where the answer stalled: `the value was sent,
    /// and nobody told the receiver`.
    #[must_use]
    pub fn if_stalled(mut self, what_it_means: &str) -> Self {
        if self.kind == Kind::Stalled {
            self.sentence = format!("{what_it_means}; {}", self.sentence);
        }
        self
    }

    /// The same where it stalled because tasks wait for one another, or one for itself: `the two transfers wait for one
    /// another`. Other stalls have other reasons, which the explanation gives.
    #[must_use]
    pub fn if_deadlocked(self, what_it_means: &str) -> Self {
        let mut said = self.explanation.iter();
        match said
            .next()
            .is_some_and(|first| first.starts_with("Deadlock"))
        {
            true => self.if_stalled(what_it_means),
            false => self,
        }
    }
}

impl Refusal {
    /// What was expected and what happened take a line each, as values do, and are no pictures over time. The page asks
    /// the same (`verdict.js`).
    fn is_about_a_value(&self) -> bool {
        let is_value = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| !text.trim_end().contains(['\n', '│']))
        };
        is_value(&self.expected) && is_value(&self.actual)
    }

    fn fmt_sentence(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in wrapped(&self.sentence, 74) {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }

    fn fmt_both(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, text) in [("expected", &self.expected), ("actual", &self.actual)] {
            let Some(text) = text else { continue };
            writeln!(f)?;
            for (i, line) in text.lines().enumerate() {
                let title = if i == 0 { title } else { "" };
                writeln!(f, "{}", format!("{title:<10}{line}").trim_end())?;
            }
        }
        Ok(())
    }
}

/// For `?` on a sentence alone.
impl From<String> for Refusal {
    fn from(sentence: String) -> Self {
        Self::new(sentence)
    }
}

/// What is told of a refusal that is not the first of an answer: one thing at a time, so only that one is shown over
/// time. A value is shown here as well: its sentence alone would not say what is wrong.
pub(crate) struct InShort<'a>(pub(crate) &'a Refusal);

impl fmt::Display for InShort<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_sentence(f)?;
        if self.0.is_about_a_value() {
            self.0.fmt_both(f)?;
        }
        Ok(())
    }
}

/// No line is wider than 74 columns as long as the pictures are not wider than 60.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt_sentence(f)?;
        self.fmt_both(f)?;
        for paragraph in &self.explanation {
            writeln!(f)?;
            for line in wrapped(paragraph, 74) {
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }
}
