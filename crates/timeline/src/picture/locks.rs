//! A row for each lock, semaphore and channel: who holds it from when to when, how many permits are left, how full it is.

use std::collections::{HashMap, HashSet};

use super::names::{Names, has_row};
use super::words::duration;
use super::{Bar, Row, RowKind, Shape};
use crate::model::{Event, Recording, Resource, ResourceId, TaskId, What};

/// Beyond so many locks, nothing is shown, and nor is it beyond so many channels.
const MOST_LOCKS: usize = 8;

pub(super) fn rows(recording: &Recording, events: &[Event], names: &Names) -> Vec<Row> {
    let waited: HashSet<_> = recording.waits.iter().filter_map(|w| w.resource).collect();
    let mut changes = HashMap::<_, Vec<_>>::new();
    for (i, event) in events.iter().enumerate() {
        match event.what {
            What::LockHeld { resource, .. }
            | What::LockFreed { resource, .. }
            | What::PermitsChanged { resource, .. }
            | What::ChannelChanged { resource, .. } => changes.entry(resource).or_default().push(i),
            _ => {}
        }
    }
    let row = |resource: &Resource| {
        let changes = changes.get(&resource.id).map_or(&[][..], Vec::as_slice);
        let waited_for = waited.contains(&resource.id);
        let (bars, used) = match (resource.capacity, resource.type_name.as_str()) {
            (Some(capacity), _) => {
                let bars = messages(events, changes, names, resource, capacity);
                let used = !bars.is_empty() && matters(events, &bars);
                (bars, used)
            }
            (None, "Semaphore") => {
                let bars = permits(events, changes, names, resource.id);
                // The first figure of a semaphore is the number that it was made with.
                let used = bars.len() > 1 || waited_for;
                (bars, used)
            }
            (None, _) => (holders(events, changes, names, resource.id), true),
        };
        (used && !bars.is_empty()).then(|| Row {
            kind: RowKind::Lock,
            label: names.lock(resource.id),
            depth: 0,
            bars,
            marks: Vec::new(),
            task: None,
        })
    };
    let (channels, locks): (Vec<_>, Vec<_>) = recording
        .resources
        .iter()
        .filter(|resource| has_row(resource))
        .partition(|resource| resource.capacity.is_some());
    let mut rows = Vec::new();
    for (all, what) in [(locks, "locks"), (channels, "channels")] {
        let mut all = all.into_iter().filter_map(row);
        rows.extend(all.by_ref().take(MOST_LOCKS));
        let left_out = all.count();
        if left_out > 0 {
            rows.push(Row {
                kind: RowKind::More,
                label: format!("… and {left_out} more {what}"),
                depth: 0,
                bars: Vec::new(),
                marks: Vec::new(),
                task: None,
            });
        }
    }
    rows
}

/// Whether a channel that did nothing but pass messages on at once is worth a row: only where nothing else is, either.
fn matters(events: &[Event], bars: &[Bar]) -> bool {
    let at = |i: usize| events.get(i).or(events.last()).map_or(0, |e| e.at);
    let still = events.last().is_none_or(|e| e.at == 0);
    still
        || bars.iter().any(|bar| {
            bar.to >= events.len() || at(bar.from) < at(bar.to) || bar.shape == Shape::Unknown
        })
}

/// When the events lie: for sentences.
fn when(events: &[Event], from: usize, to: usize) -> (String, Option<String>) {
    let at = |i: usize| events.get(i).or(events.last()).map_or(0, |e| e.at);
    let begin = duration(at(from));
    if to >= events.len() {
        return (format!("from {begin} on"), None);
    }
    match at(to) - at(from) {
        0 => (format!("at {begin}"), None),
        long => (
            format!("from {begin} to {} ({})", duration(at(to)), duration(long)),
            Some(duration(long)),
        ),
    }
}

fn holders(events: &[Event], changes: &[usize], names: &Names, lock: ResourceId) -> Vec<Bar> {
    let mut bars = Vec::new();
    let mut holders: Vec<(Option<TaskId>, bool)> = Vec::new();
    let mut since = 0;
    let mut close = |holders: &[(Option<TaskId>, bool)], since: usize, at: usize| {
        if holders.is_empty() {
            return;
        }
        let name = |(task, _): &(Option<TaskId>, bool)| match task {
            Some(task) => names.task(*task),
            None => "somebody".to_owned(),
        };
        let who: Vec<_> = holders.iter().map(name).collect();
        let shared = if holders.iter().any(|(_, shared)| *shared) {
            " for reading"
        } else {
            ""
        };
        let (when, long) = when(events, since, at);
        let who_text = who.join(", ");
        let mut texts = Vec::new();
        texts.extend(long.map(|long| format!("{who_text}{shared} for {long}")));
        texts.extend([format!("{who_text}{shared}"), who_text.clone()]);
        if who.len() > 1 {
            texts.push(format!("{} readers", who.len()));
        }
        let hold = if who.len() > 1 { "hold" } else { "holds" };
        let sentence = format!(
            "{} {hold} {}{shared} {when}",
            who.join(" and "),
            names.lock(lock)
        );
        bars.push(Bar {
            from: since,
            to: at,
            shape: Shape::Held,
            texts,
            sentence,
            line: None,
        });
    };
    for &i in changes {
        match events[i].what {
            What::LockHeld { task, shared, .. } => {
                close(&holders, since, i);
                holders.push((task, shared));
                since = i;
            }
            What::LockFreed { task, .. } => {
                close(&holders, since, i);
                let gone = holders
                    .iter()
                    .position(|(t, _)| *t == task)
                    .or(holders.len().checked_sub(1));
                gone.map(|gone| holders.remove(gone));
                since = i;
            }
            _ => {}
        }
    }
    close(&holders, since, events.len());
    bars
}

fn permits(events: &[Event], changes: &[usize], names: &Names, semaphore: ResourceId) -> Vec<Bar> {
    let available = |i: usize| match events[i].what {
        What::PermitsChanged { available, .. } => Some((i, available)),
        _ => None,
    };
    let changes: Vec<_> = changes.iter().filter_map(|&i| available(i)).collect();
    let mut bars: Vec<Bar> = Vec::new();
    let mut last = None;
    for (n, &(from, available)) in changes.iter().enumerate() {
        let to = changes.get(n + 1).map_or(events.len(), |c| c.0);
        if last == Some(available) {
            let bar = bars.last_mut().expect("there was a change before");
            bar.to = to;
        } else {
            let left = if available == 0 {
                "none".to_owned()
            } else {
                available.to_string()
            };
            let is = if available > 1 { "are" } else { "is" };
            bars.push(Bar {
                from,
                to,
                shape: if available == 0 {
                    Shape::Exhausted
                } else {
                    Shape::Free
                },
                texts: vec![format!("{left} left"), left.clone()],
                sentence: format!(
                    "{left} of the permits of {} {is} left",
                    names.lock(semaphore)
                ),
                line: None,
            });
        }
        last = Some(available);
    }
    for bar in &mut bars {
        bar.sentence = format!("{} {}", bar.sentence, when(events, bar.from, bar.to).0);
    }
    bars
}

/// From when to when a channel held how many messages.
fn messages(
    events: &[Event],
    changes: &[usize],
    names: &Names,
    channel: &Resource,
    capacity: u64,
) -> Vec<Bar> {
    // Nobody ever waits to send into a oneshot: full says nothing of it.
    let is_oneshot = channel.type_name == "oneshot channel";
    let mut bars: Vec<Bar> = Vec::new();
    for (n, &from) in changes.iter().enumerate() {
        let What::ChannelChanged { queued, .. } = events[from].what else {
            continue;
        };
        let to = changes.get(n + 1).copied().unwrap_or(events.len());
        let name = names.lock(channel.id);
        let (shape, texts, sentence) = match queued {
            Some(0) => continue,
            Some(1) if is_oneshot => (
                Shape::Queued,
                vec!["one message".to_owned(), "1".to_owned()],
                format!("{name} holds its message"),
            ),
            Some(n) if capacity == 1 && n == 1 => (
                Shape::Full,
                vec!["one message".to_owned(), "full".to_owned()],
                format!("{name} holds one message"),
            ),
            Some(n) if n >= capacity => (
                Shape::Full,
                vec![
                    format!("full: {n} of {capacity}"),
                    "full".to_owned(),
                    n.to_string(),
                ],
                format!("{name} is full: {n} of {capacity} places are taken"),
            ),
            Some(n) => (
                Shape::Queued,
                vec![format!("{n} of {capacity}"), n.to_string()],
                format!("{name} has {n} of {capacity} places taken"),
            ),
            None => (
                Shape::Unknown,
                vec!["unknown".to_owned(), "?".to_owned()],
                format!("how full {name} is cannot be known"),
            ),
        };
        match bars.last_mut() {
            Some(last) if last.to == from && last.texts == texts => last.to = to,
            _ => bars.push(Bar {
                from,
                to,
                shape,
                texts,
                sentence,
                line: None,
            }),
        }
    }
    for bar in &mut bars {
        bar.sentence = format!("{} {}", bar.sentence, when(events, bar.from, bar.to).0);
    }
    bars
}
