//! Warnings about how tasks ended: panics that nobody sees, work that is dropped with the runtime, futures that were
//! polled once too often.

use std::collections::{HashMap, HashSet};

use crate::{
    deadlock::Ring,
    model::*,
    text::duration,
    warn::{self, Warning, WarningKind, at, facts::Facts, facts::index, name},
    words::{on_one_line, waits_for},
};

pub(super) fn warnings(facts: &Facts<'_>, rings: &[Ring]) -> Vec<Warning> {
    let mut found: Vec<Warning> = polled_after_ready(facts).into_iter().collect();
    // Who awaited a task, and who got to run, cannot be told from half a recording.
    if facts.recording.omitted == 0 {
        found.extend(lost_panics(facts));
        // Of a task in a ring, all is said already.
        let lost = lost_at_shutdown(facts).into_iter();
        found.extend(lost.filter(|w| !rings.iter().any(|ring| ring.has_task(w.task))));
    }
    found
}

/// What a future says that is polled after it was ready: those that the compiler makes, Tokio's own and those of the
/// `futures` crate.
const AFTER_READY: [&str; 5] = [
    "resumed after completion",
    "polled after completion",
    "polled again after completion",
    "must not be polled after it returned `Poll::Ready`",
    "called after complete",
];

/// What a task's panic said, and where it was, as far as that is known.
fn panics(
    recording: &Recording,
) -> impl Iterator<Item = (&Event, TaskId, Option<&str>, Option<&Place>)> {
    let of_main = match &recording.outcome {
        Outcome::Panicked { message } => message.as_deref(),
        _ => None,
    };
    recording.events.iter().filter_map(move |event| {
        let What::TaskEnded {
            task,
            how: End::Panicked,
            panic,
            ..
        } = &event.what
        else {
            return None;
        };
        let main = recording.task(*task).kind == TaskKind::Main;
        let said = panic.as_ref().and_then(|p| p.message.as_deref());
        let place = panic.as_ref().and_then(|p| p.place.as_ref());
        Some((event, *task, said.or(of_main.filter(|_| main)), place))
    })
}

fn polled_after_ready(facts: &Facts<'_>) -> Option<Warning> {
    let recording = facts.recording;
    let (event, task, ..) = panics(recording).find(|(_, _, said, _)| {
        // Who unwraps the `JoinError` of such a task repeats what that said.
        let said = said.filter(|said| !said.contains("JoinError::Panic"));
        said.is_some_and(|said| AFTER_READY.iter().any(|known| said.contains(known)))
    })?;
    let step = event.step;
    // Where it stood last: the poll that went wrong began there.
    let last = facts
        .waits_of(task)
        .iter()
        .rev()
        .find_map(|w| recording.wait(*w).place.clone());
    let stood = match &last {
        Some(place) => format!(" It had last waited at {place}."),
        None => String::new(),
    };
    Some(Warning {
        kind: WarningKind::PolledAfterReady,
        task,
        step,
        sentence: format!(
            "{} panicked because it polled a future that had been ready before: such a future has given away its result \
             and has nothing left to do.{stood}",
            name(recording, task)
        ),
        way_out: "Poll a future only until it is ready. In a `select!` inside a loop, `break` when the branch is done, or \
                  let a precondition (`, if !done`) or `fuse()` keep it from being polled again."
            .to_owned(),
        place: last,
    })
}

/// For each task, the step at which the poll ended that spawned it: who awaits it in that same poll need not wait if it
/// has ended on another thread by then, and is not seen.
fn spawned_until(recording: &Recording) -> Vec<u32> {
    let mut until = vec![0; recording.tasks.len()];
    let mut in_this_poll: HashMap<TaskId, Vec<TaskId>> = HashMap::new();
    for event in &recording.events {
        match event.what {
            What::TaskSpawned { task } => {
                if let Some(parent) = recording.task(task).parent {
                    in_this_poll.entry(parent).or_default().push(task);
                    until[index(task)] = u32::MAX;
                }
            }
            What::PollEnded { task, .. } => {
                for spawned in in_this_poll.remove(&task).unwrap_or_default() {
                    until[index(spawned)] = event.step;
                }
            }
            _ => {}
        }
    }
    until
}

/// Tasks that panicked while nobody was seen to wait for their end.
fn lost_panics(facts: &Facts<'_>) -> Vec<Warning> {
    let recording = facts.recording;
    // An unwrapped `JoinError` says that a handle was awaited, and what that task had said.
    let unwrapped = match &recording.outcome {
        Outcome::Panicked { message: Some(m) } if m.contains("JoinError") => Some(m.as_str()),
        _ => None,
    };
    let seen = |said: Option<&str>| {
        unwrapped.is_some_and(|outer| said.is_none_or(|said| outer.contains(&format!("{said:?}"))))
    };
    let awaited: HashSet<TaskId> = recording
        .events
        .iter()
        .filter_map(|e| match e.what {
            What::Woken {
                cause: Cause::End { task },
                ..
            } => Some(task),
            _ => None,
        })
        .chain(recording.waits.iter().filter_map(|w| w.target))
        .collect();
    let joins_until = last_join(recording);
    let spawned_until = spawned_until(recording);
    let mut found = Vec::new();
    for (event, task, said, at) in panics(recording) {
        let it = recording.task(task);
        // Whoever joins tasks at that time or later may well join this one, too: of a handle whose task has ended, and of
        // a set, the recording does not say whose end it was.
        let joined = joins_until.is_some_and(|step| step >= event.step);
        if it.kind == TaskKind::Main
            || joined
            || awaited.contains(&task)
            || seen(said)
            || event.step < spawned_until[index(task)]
        {
            continue;
        }
        let spawned = match &it.place {
            Some(place) => format!(", which was spawned at {place}"),
            None => String::new(),
        };
        found.push(Warning {
            kind: WarningKind::LostPanic,
            task,
            step: event.step,
            place: at.or(it.place.as_ref()).cloned(),
            sentence: format!(
                "{}{spawned}, panicked after {}{}{}, and nobody was seen waiting for its end. A panic ends the task alone: \
                 whoever never awaits its handle does not learn of it.",
                name(recording, task),
                duration(event.at),
                warn::at(at),
                said.map_or(String::new(), |said| format!(" (\"{}\")", on_one_line(said)))
            ),
            way_out: "Keep the `JoinHandle` (or a `JoinSet`), await it, and look at its result. If the program does so after \
                      the panic, all is well: a task that has ended need not be waited for, and so the recording cannot show it."
                .to_owned(),
        });
    }
    found
}

/// The step until which a task waited for the end of others, by a handle or a set.
fn last_join(recording: &Recording) -> Option<u32> {
    let is_join = |wait: &WaitId| {
        let operation = &recording.wait(*wait).operation;
        // In a set of futures, there may be handles.
        let sets = ["JoinSet::", "StreamExt::", "TryStreamExt::"];
        matches!(
            operation.as_str(),
            "JoinHandle" | "join_all" | "try_join_all"
        ) || sets.iter().any(|set| operation.starts_with(set))
    };
    let mut open: HashSet<WaitId> = HashSet::new();
    let mut last = None;
    for event in &recording.events {
        match &event.what {
            What::WaitStarted { wait, .. } if is_join(wait) => {
                open.insert(*wait);
            }
            What::WaitEnded { wait, .. } if open.remove(wait) => last = Some(event.step),
            _ => {}
        }
    }
    if open.is_empty() {
        last
    } else {
        Some(u32::MAX)
    }
}

/// Tasks that were dropped with the runtime in the middle of something.
///
/// Most programs leave tasks behind that have done their part: they listen, tick, or wait for the next piece of work. So
/// only these count: a task that never ran at all; one that had been sent something and never got to see it; and one
/// that was at a finite piece of work (a sleep, a lock, what the program named itself) for the first time.
fn lost_at_shutdown(facts: &Facts<'_>) -> Vec<Warning> {
    let recording = facts.recording;
    if recording.outcome != Outcome::Completed {
        return Vec::new();
    }
    // Who was sent a message since it last ran.
    let mut sent: HashMap<TaskId, (TaskId, Option<Place>)> = HashMap::new();
    // Which waits are not over.
    let mut open: Vec<Vec<WaitId>> = vec![Vec::new(); recording.tasks.len()];
    // What a task still waited for when it was dropped: its waits end first.
    let mut dropped: Vec<Vec<WaitId>> = vec![Vec::new(); recording.tasks.len()];
    let mut main_is_over = false;
    let mut found = Vec::new();
    for event in &recording.events {
        match &event.what {
            What::TaskSpawned { task } if recording.task(*task).kind == TaskKind::Main => {
                main_is_over = false;
            }
            What::PollStarted { task } if !main_is_over => {
                sent.remove(task);
                dropped[index(*task)].clear();
            }
            What::WaitStarted { wait } => {
                open[index(recording.wait(*wait).task)].push(*wait);
            }
            What::WaitEnded { wait, how } => {
                let task = recording.wait(*wait).task;
                open[index(task)].retain(|w| w != wait);
                if *how == WaitEnd::Abandoned {
                    dropped[index(task)].push(*wait);
                }
            }
            What::Woken {
                task,
                cause:
                    Cause::Task {
                        task: by,
                        operation: Some(send),
                        place,
                    },
                ..
            } if is_message(send) => {
                sent.insert(*task, (*by, place.clone()));
            }
            What::TaskEnded { task, .. } if recording.task(*task).kind == TaskKind::Main => {
                main_is_over = true;
            }
            What::TaskEnded {
                task,
                how: End::Shutdown,
                ..
            } => {
                let waits: Vec<&Wait> = dropped[index(*task)]
                    .iter()
                    .chain(&open[index(*task)])
                    .map(|w| recording.wait(*w))
                    .collect();
                let message = sent.get(task);
                found.extend(lost(facts, *task, event, &waits, message));
            }
            _ => {}
        }
    }
    found
}

/// What to say of a task that was dropped with the runtime, if it was lost.
fn lost(
    facts: &Facts<'_>,
    task: TaskId,
    event: &Event,
    waits: &[&Wait],
    message: Option<&(TaskId, Option<Place>)>,
) -> Option<Warning> {
    let recording = facts.recording;
    let it = recording.task(task);
    // What a library spawned for its own use is not the reader's to await.
    it.place.as_ref()?;
    let who = name(recording, task);
    let end = duration(event.at);
    let (place, what) = if facts.lived(task).polls == 0 {
        (
            it.place.clone(),
            format!("never ran: the program was over at {end} before its turn came"),
        )
    } else if let Some((by, place)) = message {
        let sentence = format!(
            "was sent a message by {}{} and never got to see it: the program was over at {end} before its turn came",
            name(recording, *by),
            at(place.as_ref())
        );
        (place.clone(), sentence)
    } else {
        let work: Vec<&&Wait> = waits.iter().filter(|w| w.operation != "timeout").collect();
        let under_way = |w: &&&Wait| is_finite(w) && is_first(facts, w);
        if work.is_empty() || !work.iter().all(under_way) {
            return None;
        }
        let wait = work[0];
        let sentence = format!(
            "was dropped at {end}, when the program was over, in the middle of its work: it was waiting{} for {}",
            at(wait.place.as_ref()),
            waits_for(recording, wait.id)
        );
        (wait.place.clone().or_else(|| it.place.clone()), sentence)
    };
    Some(Warning {
        kind: WarningKind::LostAtShutdown,
        task,
        step: event.step,
        place,
        sentence: format!("{who} {what}."),
        way_out: "A runtime that is dropped, as it is at the end of `#[tokio::main]`, drops all tasks that are left on it. If \
                  their work is needed, keep the `JoinHandle`s and await them before; if it may be lost, all is well."
            .to_owned(),
    })
}

/// Whether a wake means that something was put into a queue.
fn is_message(operation: &str) -> bool {
    operation.starts_with("mpsc::") && operation.contains("send")
}

/// Whether a wait is a step of some work, as opposed to listening for what may never come.
fn is_finite(wait: &Wait) -> bool {
    let operation = wait.operation.as_str();
    let lock = ["Mutex::", "RwLock::", "Semaphore::"]
        .iter()
        .any(|l| operation.starts_with(l));
    wait.label.is_some() || wait.place.is_some() && (operation == "sleep" || lock)
}

/// Whether a task waits at this place for the first time. Who comes by again goes round in a loop, which may be meant to
/// go on as long as the program does.
fn is_first(facts: &Facts<'_>, wait: &Wait) -> bool {
    let here = |w: &Wait| (w.place.clone(), w.label.clone());
    let same = |w: &&WaitId| here(facts.recording.wait(**w)) == here(wait);
    facts.waits_of(wait.task).iter().filter(same).count() == 1
}
