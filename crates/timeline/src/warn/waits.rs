//! Warnings about waits: locks that are held over them, timers that nobody looks at.

use std::collections::{BTreeMap, HashMap};

use crate::{
    deadlock::Ring,
    model::*,
    text::duration,
    warn::{
        LONG, Warning, WarningKind, at,
        facts::{Facts, When, overlap},
        lock_words, name, names,
    },
    words::waits_for,
};

pub(super) fn warnings(facts: &Facts<'_>, rings: &[Ring]) -> Vec<Warning> {
    let mut found = locks(facts, rings);
    found.extend(timers(facts));
    found
}

/// Locks that were held while their holder waited for something else, and somebody else needed them.
fn locks(facts: &Facts<'_>, rings: &[Ring]) -> Vec<Warning> {
    let recording = facts.recording;
    let mut wanted: BTreeMap<ResourceId, Vec<(WaitId, When, When)>> = BTreeMap::new();
    for wait in &recording.waits {
        let Some(lock) = wait.resource.filter(|r| is_lock(recording, *r)) else {
            continue;
        };
        let Some((from, to)) = facts.span(wait.id) else {
            continue;
        };
        // Only who waited long can have waited long for one holder.
        if to.at.saturating_sub(from.at) >= LONG {
            wanted.entry(lock).or_default().push((wait.id, from, to));
        }
    }
    let in_ring = |wait: WaitId| rings.iter().any(|ring| ring.has_wait(wait));
    let mut found: Vec<Warning> = Vec::new();
    let mut told: HashMap<(ResourceId, Option<Place>), usize> = HashMap::new();
    for hold in &facts.holds {
        // A guard that was given back by somebody else, or never, may not have been where it seems.
        let (Some(to), true) = (hold.to, hold.by_holder) else {
            continue;
        };
        let held = (hold.from, to);
        if to.at.saturating_sub(hold.from.at) < LONG {
            continue;
        }
        let Some(waits) = wanted.get(&hold.lock) else {
            continue;
        };
        let Some(across) = held_across(facts, hold.task, hold.lock, held) else {
            continue;
        };
        if in_ring(across) {
            continue;
        }
        let Some(meanwhile) = facts.span(across) else {
            continue;
        };
        let both = (held.0.max(meanwhile.0), held.1.min(meanwhile.1));
        let place = recording.wait(across).place.clone();
        // The latest to ask are the likeliest to wait still.
        let mut stood = waits
            .iter()
            .rev()
            .filter(|(wait, _, _)| !in_ring(*wait))
            .map(|(wait, from, to)| (recording.wait(*wait).task, overlap(both, (*from, *to))))
            .filter(|(_, stood)| *stood >= LONG);
        // Of what happens again and again, the first time is told and the others are counted.
        if let Some(at) = told.get(&(hold.lock, place.clone())) {
            if stood.next().is_some() {
                let again: Warning = Clone::clone(&found[*at]);
                found.push(Warning {
                    task: hold.task,
                    step: both.0.step,
                    ..again
                });
            }
            continue;
        }
        let mut stood: Vec<(TaskId, Micros)> = stood.collect();
        stood.sort_by_key(|(task, _)| *task);
        stood.dedup_by_key(|(task, _)| *task);
        let Some(longest) = stood.iter().map(|(_, stood)| *stood).max() else {
            continue;
        };
        let tasks: Vec<TaskId> = stood.iter().map(|(task, _)| *task).collect();
        let who = name(recording, hold.task);
        let others = match tasks.as_slice() {
            [one] if *one == hold.task => "Another branch of it".to_owned(),
            tasks => names(recording, tasks),
        };
        let share = if hold.shared { "a share of " } else { "" };
        told.insert((hold.lock, place.clone()), found.len());
        let up_to = if tasks.len() > 1 { "up to " } else { "" };
        found.push(Warning {
            kind: WarningKind::LockHeldAcrossWait,
            task: hold.task,
            step: both.0.step,
            sentence: format!(
                "{who} holds {share}{} for {} while it waits{} for {}. {others} had to wait for the lock for {up_to}{} of it.",
                lock_words(recording, hold.lock),
                duration(overlap(held, meanwhile)),
                at(place.as_ref()),
                waits_for(recording, across),
                duration(longest),
            ),
            way_out: "Give the lock back before the wait: end the guard's scope, or `drop` it, and take it again afterwards. \
                      If nobody else may come in between, then it is meant to be so."
                .to_owned(),
            place,
        });
    }
    found
}

/// What a task waited for longest while it held a lock. Of several, what was over last before the lock was free: that
/// is the branch that held it.
fn held_across(
    facts: &Facts<'_>,
    task: TaskId,
    lock: ResourceId,
    held: (When, When),
) -> Option<WaitId> {
    let waits = facts.waits_of(task);
    let first = waits.partition_point(|w| facts.span(*w).is_some_and(|(from, _)| from < held.0));
    let during = waits[first..]
        .iter()
        .filter_map(|w| Some((*w, facts.span(*w)?)));
    during
        .take_while(|(_, (from, _))| *from < held.1)
        .filter(|(wait, span)| {
            let it = facts.recording.wait(*wait);
            it.resource != Some(lock)
                && it.operation != "yield_now"
                && span.1 <= held.1
                && overlap(held, *span) >= LONG
        })
        .max_by_key(|(_, span)| (overlap(held, *span), span.1))
        .map(|(wait, _)| wait)
}

fn is_lock(recording: &Recording, resource: ResourceId) -> bool {
    matches!(
        recording.resource(resource).type_name.as_str(),
        "Mutex" | "RwLock"
    )
}

/// Timers that ran out, and woke their task, long before it looked at them.
fn timers(facts: &Facts<'_>) -> Vec<Warning> {
    let recording = facts.recording;
    let mut found = Vec::new();
    for wait in &recording.waits {
        let it = facts.waited(wait.id);
        let (Some(fired), Some((noticed, WaitEnd::Done))) = (it.fired, it.ended) else {
            continue;
        };
        let late = noticed.at.saturating_sub(fired.at);
        if late < LONG {
            continue;
        }
        // What the task was busy with instead.
        let between = (fired, noticed);
        let others = facts.waits_of(wait.task).iter().filter(|w| **w != wait.id);
        let instead = others
            .filter_map(|w| Some((recording.wait(*w), overlap(between, facts.span(*w)?))))
            .max_by_key(|(_, took)| *took)
            .filter(|(_, took)| took.saturating_mul(2) >= late)
            .map(|(other, _)| {
                let place = at(other.place.as_ref());
                format!(
                    " Meanwhile it waited{place} for {}.",
                    waits_for(recording, other.id)
                )
            });
        let what = match (&wait.label, wait.operation.as_str()) {
            (Some(label), _) => format!("the timer in `{label}`"),
            (None, "sleep") => "a sleep".to_owned(),
            (None, operation) => format!("the timer in `{operation}`"),
        };
        found.push(Warning {
            kind: WarningKind::LateTimer,
            task: wait.task,
            step: noticed.step,
            place: wait.place.clone(),
            sentence: format!(
                "{} noticed only at {} that {what}{} had run out at {}, {} before.{}",
                name(recording, wait.task),
                duration(noticed.at),
                at(wait.place.as_ref()),
                duration(fired.at),
                duration(late),
                instead.unwrap_or_default(),
            ),
            way_out: "A future goes on only while somebody polls it. Do not `.await` other things for long inside the loop \
                      that polls it: spawn them, or make them a branch of the same `select!` or `join!`."
                .to_owned(),
        });
    }
    found
}
