//! The hints of an exercise, out of its `hints.md`: a title, then one section for each hint.

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::{Error, Result};

/// One hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    /// The heading of its section.
    pub title: String,
    /// Its text, in Markdown.
    pub text: String,
}

pub(crate) fn read(path: &Path) -> Result<Vec<Hint>> {
    Ok(parse(&text_of(path)?).1)
}

/// The title of the exercise, and how many hints there are.
pub(crate) fn overview(path: &Path) -> Result<(Option<String>, usize)> {
    let (title, hints) = parse(&text_of(path)?);
    Ok((title, hints.len()))
}

fn text_of(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Error::io(path, "read"))
}

fn parse(text: &str) -> (Option<String>, Vec<Hint>) {
    let (mut title, mut hints, mut in_code) = (None, Vec::<Hint>::new(), false);
    for line in text.lines() {
        in_code ^= line.trim_start().starts_with("```");
        match (line.strip_prefix("# "), line.strip_prefix("## ")) {
            (Some(heading), _) if !in_code && title.is_none() => {
                title = Some(heading.trim().to_owned())
            }
            (_, Some(heading)) if !in_code => {
                hints.push(Hint {
                    title: heading.trim().to_owned(),
                    text: String::new(),
                });
            }
            // The marks by which the book includes a hint.
            _ if line.starts_with("<!-- ANCHOR") => {}
            _ => {
                if let Some(hint) = hints.last_mut() {
                    hint.text.push_str(line);
                    hint.text.push('\n');
                }
            }
        }
    }
    for hint in &mut hints {
        hint.text = hint.text.trim().to_owned();
    }
    (title, hints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_for_each_hint_and_headings_in_code_are_none() {
        let text = "# Overlap\n\n## Nudge\n\nA.\n\n```rust\n# fn main() {}\n## x\n```\n\n## Line\n\n<!-- ANCHOR: line -->\nB.\n<!-- ANCHOR_END: line -->\n";
        let (title, hints) = parse(text);
        assert_eq!(title.as_deref(), Some("Overlap"));
        let hints: Vec<_> = hints
            .iter()
            .map(|h| (h.title.as_str(), h.text.as_str()))
            .collect();
        assert_eq!(
            hints,
            [
                ("Nudge", "A.\n\n```rust\n# fn main() {}\n## x\n```"),
                ("Line", "B.")
            ]
        );
    }
}
