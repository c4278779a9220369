//! A row for each lock and semaphore: who holds it from when to when, or how many permits are left.

use std::collections::{HashMap, HashSet};

use super::names::{Names, is_lock};
use super::words::duration;
use super::{Bar, Row, RowKind, Shape};
use crate::model::{Event, Recording, ResourceId, TaskId, What};

/// Beyond so many locks, nothing is shown.
const MOST_LOCKS: usize = 8;

pub(super) fn rows(recording: &Recording, events: &[Event], names: &Names) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut left_out = 0;
    let waited: HashSet<_> = recording.waits.iter().filter_map(|w| w.resource).collect();
    let mut changes = HashMap::<_, Vec<_>>::new();
    for (i, event) in events.iter().enumerate() {
        match event.what {
            What::LockHeld { resource, .. } | What::LockFreed { resource, .. } => {
                changes.entry(resource).or_default().push(i);
            }
            What::PermitsChanged { resource, .. } => changes.entry(resource).or_default().push(i),
            _ => {}
        }
    }
    for resource in recording.resources.iter().filter(|r| is_lock(&r.type_name)) {
        let waited_for = waited.contains(&resource.id);
        let changes = changes.get(&resource.id).map_or(&[][..], Vec::as_slice);
        let bars = match resource.type_name.as_str() {
            "Semaphore" => permits(events, changes, names, resource.id),
            _ => holders(events, changes, names, resource.id),
        };
        // The first figure of a semaphore is the number that it was made with.
        let used = match resource.type_name.as_str() {
            "Semaphore" => bars.len() > 1,
            _ => !bars.is_empty(),
        };
        if bars.is_empty() || (!used && !waited_for) {
            continue;
        }
        if rows.len() == MOST_LOCKS {
            left_out += 1;
            continue;
        }
        let label = names.lock(resource.id);
        rows.push(Row {
            kind: RowKind::Lock,
            label,
            depth: 0,
            bars,
            marks: Vec::new(),
            task: None,
        });
    }
    if left_out > 0 {
        rows.push(Row {
            kind: RowKind::More,
            label: format!("… and {left_out} more locks"),
            depth: 0,
            bars: Vec::new(),
            marks: Vec::new(),
            task: None,
        });
    }
    rows
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
            bars.push(Bar {
                from,
                to,
                shape: if available == 0 {
                    Shape::Exhausted
                } else {
                    Shape::Free
                },
                texts: vec![format!("{left} left"), left.clone()],
                sentence: format!("{left} of the permits of {} is left", names.lock(semaphore)),
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
