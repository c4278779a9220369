//! How claims find what they speak of, and what they say where it is not there.

use std::collections::HashSet;
use std::time::Duration;

use super::Failure;
use crate::model::{Micros, Recording, Task, TaskId, Wait};
use crate::query::Span;
use crate::text;

/// What was found instead, or `Err` with what to say about it.
pub(super) type Found<T> = Result<T, String>;

/// Names that are listed where the one that was asked for is not there.
const MOST_NAMES: usize = 8;

/// The task of this name.
pub(super) fn task<'r>(recording: &'r Recording, name: &str) -> Found<&'r Task> {
    recording.task_named(name).ok_or_else(|| {
        let names = recording.tasks.iter().map(|t| t.name.as_str());
        none_of("task", name, names)
    })
}

/// The one wait of this name, of one task or of any.
pub(super) fn wait<'r>(
    recording: &'r Recording,
    name: &str,
    of: Option<&str>,
) -> Found<(&'r Wait, Span)> {
    let of = match of {
        Some(task_name) => Some(task(recording, task_name)?.id),
        None => None,
    };
    let mut spans = recording.wait_spans();
    spans.retain(|(wait, _)| of.is_none_or(|task| wait.task == task));
    let mut named = spans.iter().filter(|(wait, _)| wait.name() == name);
    match (named.next(), named.count()) {
        (Some(one), 0) => Ok(*one),
        (Some(_), others) => Err(format!(
            "there are {} waits of that name: give each a name of its own with `timeline::label`",
            others + 1
        )),
        (None, _) => {
            let names = spans.iter().map(|(wait, _)| wait.name());
            Err(none_of("wait", name, names))
        }
    }
}

/// A claim about all of something can be made only of a recording that has everything.
pub(super) fn all_of_it(recording: &Recording, expected: &str) -> Result<(), Failure> {
    match recording.omitted {
        0 => Ok(()),
        omitted => Err(Failure::new(
            expected,
            format!("the recording was full, and {omitted} events are not in it"),
        )),
    }
}

/// That there is nothing of this name, and which names there are.
pub(super) fn none_of<'a>(what: &str, name: &str, names: impl Iterator<Item = &'a str>) -> String {
    let listed = listed(names);
    let verb = if listed.len() == 1 { "is" } else { "are" };
    match listed.is_empty() {
        true => format!("there is no {what} at all"),
        false => format!(
            "there is no {what} named `{name}`; there {verb} {}",
            list(&listed)
        ),
    }
}

/// Each once, and how many more there are where they are many.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    all.extend(names.filter(|name| seen.insert(*name)));
    let shown = all.iter().take(MOST_NAMES);
    let mut listed: Vec<_> = shown.map(|name| format!("`{name}`")).collect();
    match all.len().saturating_sub(MOST_NAMES) {
        0 => {}
        more => listed.push(format!("{more} more")),
    }
    listed
}

/// "a", "a and b", "a, b and c".
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

pub(super) fn name(recording: &Recording, task: TaskId) -> String {
    format!("`{}`", recording.task(task).name)
}

pub(super) fn micros(duration: Duration) -> Micros {
    duration.as_micros().try_into().unwrap_or(Micros::MAX)
}

pub(super) fn words(duration: Duration) -> String {
    text::duration(micros(duration))
}
