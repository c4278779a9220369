//! Who is in a poll that has not ended, and who has been waiting for long, when a recording ends although its program
//! still runs: such as beside a task that ticks for ever. That is no accusation: it says since when, where and for what.

use super::list;
use crate::{
    model::*,
    text::duration,
    warn::{
        LONG,
        facts::{Facts, index},
    },
    words::waits_for_near,
};

/// How many tasks are told of.
const MOST: usize = 10;

/// A paragraph for the end of the recording, one for each task that was in the middle of a poll, and one for each that
/// has been waiting for long. Empty where there is none.
pub(super) fn explain(recording: &Recording) -> Vec<String> {
    let facts = Facts::of(recording);
    let running = running(&facts);
    let mut found = long_waits(&facts);
    found.sort_by_key(|(_, since, _)| *since);
    if running.is_empty() && found.is_empty() {
        return Vec::new();
    }
    let at = duration(recording.duration());
    let ended = match recording.omitted {
        0 => format!("The program still ran when the recording ended, at {at}."),
        _ => format!("The recording was full at {at}, and the program went on."),
    };
    let mut out = vec![ended];
    out.extend(running);
    let those = match found.len() {
        0 => return out,
        1 => "One task had been waiting for long by then, for something other than a timer:",
        _ => "These tasks had been waiting for long by then, for something other than a timer:",
    };
    match out.as_mut_slice() {
        [ended] => *ended += &format!(" {those}"),
        _ => out.push(those.to_owned()),
    }
    let more = found.len().saturating_sub(MOST);
    for (task, since, waits) in found.into_iter().take(MOST) {
        let each: Vec<String> = waits
            .iter()
            .map(|wait| {
                let it = recording.wait(*wait);
                let place = it.place.as_ref().map(|p| format!(" at {p}"));
                let file = it.place.as_ref().map(|p| p.file.as_str());
                format!(
                    "{}{}{}",
                    waits_for_near(recording, *wait, file),
                    place.unwrap_or_default(),
                    holders(&facts, it)
                )
            })
            .collect();
        out.push(format!(
            "`{}` has been waiting since {} for {}.",
            recording.task(task).name,
            duration(since),
            list(&each)
        ));
    }
    match more {
        0 => {}
        1 => out.push("One more task had been waiting as well.".to_owned()),
        more => out.push(format!("{more} more tasks had been waiting as well.")),
    }
    out
}

/// A paragraph for each of the tasks that were in the middle of a poll, but for the one that took the recording. Of a
/// recording that was full, that says nothing: the next event is not known.
fn running(facts: &Facts<'_>) -> Vec<String> {
    let recording = facts.recording;
    if recording.omitted > 0 {
        return Vec::new();
    }
    let running = recording.running_after(u32::MAX).into_iter();
    let running = running.filter(|task| recording.taken_during != Some(task.id));
    let told = running.take(MOST).map(|task| {
        let events = recording.events.iter().rev();
        let mut began = events.filter(|e| e.what == What::PollStarted { task: task.id });
        let since = duration(began.next().map_or(0, |began| began.at));
        let name = &task.name;
        if task.kind == TaskKind::Blocking {
            return format!("The closure `{name}` has been running since {since}.");
        }
        // Beside other threads, it may have begun just then.
        if recording.clock == Clock::Real {
            return format!("`{name}` was in a poll that had begun at {since}.");
        }
        let over = facts.waits_of(task.id).iter().filter_map(|wait| {
            let (when, _) = facts.waited(*wait).ended?;
            Some((when, recording.wait(*wait).place.as_ref()?))
        });
        let last = over.max_by_key(|(when, _)| *when);
        let went_on = last.map_or(String::new(), |(_, place)| {
            format!(" The last that it waited for was at {place}.")
        });
        format!(
            "`{name}` has been running since {since} without coming to an `.await` that has to wait: it computes, or it \
             blocks the thread.{went_on} Until this poll of it ends, no other task of its runtime runs, and an `abort` does \
             not end it."
        )
    });
    told.collect()
}

/// The tasks that wait for long, since when they have, and their waits.
fn long_waits(facts: &Facts<'_>) -> Vec<(TaskId, Micros, Vec<WaitId>)> {
    let recording = facts.recording;
    let half = recording.events.len() as u32 / 2;
    let mut rests = vec![false; recording.tasks.len()];
    for event in &recording.events {
        match event.what {
            What::PollStarted { task } | What::Woken { task, .. } => {
                rests[index(task)] = false;
            }
            What::PollEnded { task, .. } => rests[index(task)] = true,
            _ => {}
        }
    }
    let mut found = Vec::new();
    for task in &recording.tasks {
        if facts.lived(task.id).ended.is_some() || !rests[index(task.id)] {
            continue;
        }
        let waits = facts.waits_of(task.id).iter().copied();
        let open = waits.filter_map(|wait| {
            let waited = facts.waited(wait);
            Some((wait, waited.began.filter(|_| waited.ended.is_none())?))
        });
        let open: Vec<_> = open.collect();
        // Who has a timer goes on by itself.
        let has_timer = |wait: WaitId| recording.wait(wait).deadline.is_some();
        let Some(last) = open.iter().map(|(_, began)| *began).max() else {
            continue;
        };
        // Where the clock stands still, the steps tell what is long.
        let long = facts.end.at - last.at >= LONG || last.step < half;
        if long && !open.iter().any(|(wait, _)| has_timer(*wait)) {
            found.push((task.id, last.at, open.into_iter().map(|(w, _)| w).collect()));
        }
    }
    found
}

/// Who holds what a task waits for, where that is known.
fn holders(facts: &Facts<'_>, wait: &Wait) -> String {
    let held = facts.holds.iter();
    let held = held.filter(|h| Some(h.lock) == wait.resource && h.to.is_none());
    let mut tasks: Vec<TaskId> = held.map(|h| h.task).collect();
    tasks.dedup();
    // A permit may be with somebody else by now.
    let of = wait
        .resource
        .map(|r| facts.recording.resource(r).type_name.as_str());
    let verb = match of {
        Some("Semaphore") => "took",
        _ => "holds",
    };
    match tasks.as_slice() {
        [one] if *one == wait.task => format!(" (which it {verb} itself)"),
        [one] => format!(" (which `{}` {verb})", facts.recording.task(*one).name),
        _ => String::new(),
    }
}
