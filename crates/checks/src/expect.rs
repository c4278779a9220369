//! What stands behind `expect!`: comparing with an inline snapshot, in our own way.
//!
//! insta writes these snapshots, but it never speaks to a learner: its difference of two strings
//! says little about time.

use world::{Journal, pictures};

use crate::diagnosis::diagnose;
use crate::refusal::Refusal;

/// Set for the run of a solution, whose behaviour is what the expectations are written from.
///
/// No other answer may rewrite them, whatever `INSTA_UPDATE` says.
pub const BLESS: &str = "CHECKS_BLESS";

/// A value that `expect!` can compare with its inline snapshot.
pub trait Expected {
    /// What the snapshot holds.
    fn text(&self) -> String;

    /// Why the value is not the expected one; `None`: it is.
    fn refused(&self, expected: &str) -> Option<Refusal>;
}

impl Expected for Journal {
    fn text(&self) -> String {
        self.to_string()
    }

    fn refused(&self, expected: &str) -> Option<Refusal> {
        let (expected, actual) = (normalised(expected), normalised(&self.text()));
        if expected == actual {
            return None;
        }
        Some(match expected.parse::<Journal>() {
            Ok(meant) => {
                let [expected, actual] = pictures([&meant, self]);
                Refusal::new(diagnose(&meant, self)).showing(expected, actual)
            }
            // Only a check that was never blessed gets here.
            Err(error) => Refusal::new(error.to_string()).showing(expected, actual),
        })
    }
}

impl Expected for str {
    fn text(&self) -> String {
        self.to_owned()
    }

    fn refused(&self, expected: &str) -> Option<Refusal> {
        let (expected, actual) = (normalised(expected), normalised(self));
        (expected != actual).then(|| {
            Refusal::new("this is not what should have happened").showing(expected, actual)
        })
    }
}

impl Expected for String {
    fn text(&self) -> String {
        self.clone()
    }

    fn refused(&self, expected: &str) -> Option<Refusal> {
        self.as_str().refused(expected)
    }
}

/// Whether a mismatch is to be written into the source instead of being refused.
pub fn blessing() -> bool {
    let asked = std::env::var("INSTA_UPDATE")
        .is_ok_and(|update| !matches!(update.as_str(), "" | "no" | "auto"));
    asked && std::env::var_os(BLESS).is_some()
}

/// The text without what an inline snapshot adds: the indentation, and the lines around it.
fn normalised(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    let indentation = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.get(indentation..).unwrap_or(""))
        .collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_and_empty_lines_around_do_not_count() {
        assert_eq!(
            normalised("\n    one\n      two  \n\n    three\n    "),
            "one\n  two\n\nthree"
        );
        assert_eq!(normalised("one"), "one");
        assert_eq!(normalised(""), "");
    }

    #[test]
    fn two_journals_are_shown_on_one_axis() {
        let actual: Journal = "rome │━●  │ 0–300 ms\noslo │  ━●│ 300–600 ms"
            .parse()
            .expect("a journal");
        let refusal = actual
            .refused("\n  rome │━━━●│ 0–300 ms\n  oslo │━━━●│ 0–300 ms\n")
            .expect("it is another journal");
        assert_eq!(
            refusal.to_string(),
            "\
your two calls ran one after the other: 600 ms, where 300 ms suffice

expected  rome │━━━━━━━━━━━━━━━━━━━━●                     │ 0–300 ms
          oslo │━━━━━━━━━━━━━━━━━━━━●                     │ 0–300 ms

actual    rome │━━━━━━━━━━━━━━━━━━━━●                     │ 0–300 ms
          oslo │                     ━━━━━━━━━━━━━━━━━━━━●│ 300–600 ms
"
        );
    }

    #[test]
    fn a_text_is_compared_line_by_line() {
        assert_eq!("one\ntwo".refused("\n    one\n    two\n    "), None);
        let refusal = "one".refused("two").expect("it is another text");
        assert_eq!(
            (refusal.expected.as_deref(), refusal.actual.as_deref()),
            (Some("two"), Some("one"))
        );
    }
}
