//! Every `{{#include …}}` of a page leads to something. mdBook logs a missing file without naming the page,
//! and takes a missing anchor for an empty one.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::Page;

/// One `{{#include FILE[:PART]}}`.
#[derive(Debug, PartialEq)]
pub(super) struct Include<'a> {
    line: usize,
    file: &'a str,
    part: Option<&'a str>,
}

impl Include<'_> {
    /// The included file, seen from `page`.
    pub(super) fn path(&self, page: &Path) -> PathBuf {
        page.parent().unwrap_or(Path::new("")).join(self.file)
    }
}

/// The includes of a page, in order.
pub(super) fn find(text: &str) -> Vec<Include<'_>> {
    const KINDS: [&str; 3] = ["include", "rustdoc_include", "playground"];
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices("{{#") {
            if line[..at].ends_with('\\') {
                continue;
            }
            let Some((inside, _)) = line[at + 3..].split_once("}}") else {
                continue;
            };
            let mut words = inside.split_whitespace();
            let (Some(kind), Some(target)) = (words.next(), words.next()) else {
                continue;
            };
            if KINDS.contains(&kind) {
                let (file, part) = match target.split_once(':') {
                    Some((file, part)) => (file, Some(part)),
                    None => (target, None),
                };
                found.push(Include {
                    line: index + 1,
                    file,
                    part,
                });
            }
        }
    }
    found
}

pub(super) fn check(page: &Page) -> Result<()> {
    for include in find(&page.text) {
        let Include { line, file, part } = &include;
        let here = format!("`{}` line {line}", page.name);
        let Ok(text) = std::fs::read_to_string(include.path(&page.path)) else {
            bail!("{here} includes `{file}`, which cannot be read");
        };
        match part {
            Some(part) if is_range(part) && lines_in_range(&text, part) == 0 => {
                bail!("{here} includes lines `{part}` of `{file}`, which has none there");
            }
            Some(part) if !is_range(part) && !has_anchor(&text, part) => {
                bail!(
                    "{here} includes `{part}` of `{file}`, which has no `ANCHOR: {part}` with an end"
                );
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_range(part: &str) -> bool {
    part.chars().all(|c| c.is_ascii_digit() || c == ':')
}

fn lines_in_range(text: &str, range: &str) -> usize {
    let number = |s: &str, otherwise| s.parse().unwrap_or(otherwise);
    let (first, last) = match range.split_once(':') {
        Some((first, last)) => (number(first, 1), number(last, usize::MAX)),
        None => (number(range, 1), number(range, usize::MAX)),
    };
    let numbered = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    numbered
        .filter(|(n, line)| (first..=last).contains(n) && !line.trim().is_empty())
        .count()
}

fn has_anchor(text: &str, anchor: &str) -> bool {
    let named = |marker: &str| {
        text.lines().any(|line| {
            line.split_once(marker)
                .is_some_and(|(_, rest)| rest.split_whitespace().next() == Some(anchor))
        })
    };
    named("ANCHOR:") && named("ANCHOR_END:")
}
