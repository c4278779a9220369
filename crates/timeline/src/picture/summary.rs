//! A picture in words: for those who cannot see it, and for the difference between two.

use super::words::{clean, count, duration};
use super::{Picture, RowKind, Shape};
use crate::model::{Outcome, Recording};

/// More of a row than this is no summary.
const MOST_SENTENCES: usize = 8;

/// What happens in the picture, row by row.
pub(crate) fn description(picture: &Picture) -> String {
    let tasks = picture
        .rows
        .iter()
        .filter(|r| r.kind == RowKind::Task)
        .count();
    let mut sentences = vec![format!(
        "{} over {}",
        count(tasks, "task"),
        duration(picture.duration())
    )];
    for row in &picture.rows {
        if row.kind == RowKind::More {
            sentences.push(row.label.clone());
            continue;
        }
        // What takes no time is not worth a sentence, unless nothing takes any.
        let lasts = |from: usize, to: usize| {
            let at = |i: usize| {
                picture
                    .moments
                    .get(i)
                    .or(picture.moments.last())
                    .map_or(0, |m| m.at)
            };
            at(from) < at(to) || to >= picture.moments.len() || picture.duration() == 0
        };
        let bars: Vec<_> = row
            .bars
            .iter()
            .filter(|b| b.shape == Shape::Blocking || lasts(b.from, b.to))
            .collect();
        sentences.extend(bars.iter().take(MOST_SENTENCES).map(|b| b.sentence.clone()));
        if bars.len() > MOST_SENTENCES {
            sentences.push(format!(
                "{} and so on, {} times more",
                row.label,
                bars.len() - MOST_SENTENCES
            ));
        }
        if row.kind == RowKind::Task {
            sentences.extend(row.marks.iter().map(|m| m.sentence.clone()));
        }
    }
    let mut text = sentences.join(". ");
    text.push('.');
    for remark in &picture.remarks {
        text.push(' ');
        text.push_str(remark);
    }
    text
}

/// How long each recording took, and how that compares with the first.
pub(crate) fn comparison(recordings: &[(&str, &Recording)]) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, (name, recording)) in recordings.iter().enumerate() {
        let took = super::drawn(recording).last().map_or(0, |e| e.at);
        let state = match &recording.outcome {
            Outcome::Completed => "",
            Outcome::Panicked { .. } => "panicked after ",
            Outcome::Stalled(_) => "stalled after ",
            Outcome::Unfinished => "not finished after ",
        };
        let mut line = format!("{}: {state}{}", clean(name), duration(took));
        // How soon a run stalled is no measure of anything.
        let both = |other: &Recording| {
            [other, *recording]
                .iter()
                .all(|r| r.outcome == Outcome::Completed)
        };
        if let Some((first, other)) = recordings.first().filter(|(_, other)| i > 0 && both(other)) {
            let first = clean(first);
            let other = super::drawn(other).last().map_or(0, |e| e.at);
            line += &match took.cmp(&other) {
                std::cmp::Ordering::Less => {
                    format!(", {} less than {first}", duration(other - took))
                }
                std::cmp::Ordering::Equal => format!(", as long as {first}"),
                std::cmp::Ordering::Greater => {
                    format!(", {} more than {first}", duration(took - other))
                }
            };
        }
        lines.push(line);
    }
    lines
}
