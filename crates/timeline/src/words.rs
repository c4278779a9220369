//! One sentence for each event.

use crate::{model::*, text::duration};

/// What happened at this step and why, as one sentence without a full stop: "`rome` is woken: its sleep is over".
///
/// # Panics
/// When the recording has no such step.
pub fn in_words(recording: &Recording, step: u32) -> String {
    let event = &recording.events[step as usize];
    let name = |id: TaskId| recording.task(id).name.as_str();
    match &event.what {
        What::TaskSpawned { task } => {
            match (recording.task(*task).parent, &recording.task(*task).place) {
                (Some(parent), Some(place)) => {
                    format!(
                        "`{}` spawns `{}` on {}; it is ready",
                        name(parent),
                        name(*task),
                        line(recording, place)
                    )
                }
                (Some(parent), None) => {
                    format!("`{}` spawns `{}`; it is ready", name(parent), name(*task))
                }
                (None, _) => format!("`{}` begins; it is ready", name(*task)),
            }
        }
        What::PollStarted { task } => match event.worker {
            Some(worker) => format!("worker {worker} polls `{}`", name(*task)),
            None => format!("the runtime polls `{}`", name(*task)),
        },
        What::PollEnded {
            task,
            blocked,
            computed,
            ..
        } => {
            let held = match (blocked, computed) {
                (true, _) => ", after it held the thread in a blocking call",
                (false, true) => ", after it held the thread with a long computation",
                (false, false) => "",
            };
            format!("`{}` returns to the runtime{held}", name(*task))
        }
        What::Woken {
            task,
            cause,
            redundant,
        } => {
            let already = if *redundant {
                " once more; it is ready already"
            } else {
                ""
            };
            let woken = name(*task);
            let with = |operation: &Option<String>, place: &Option<Place>| {
                let operation = operation
                    .as_ref()
                    .map(|o| format!(" with `{o}`"))
                    .unwrap_or_default();
                let place = place
                    .as_ref()
                    .map(|p| format!(" on {}", line(recording, p)))
                    .unwrap_or_default();
                format!("{operation}{place}")
            };
            match cause {
                Cause::Task {
                    task,
                    operation,
                    place,
                } => {
                    format!(
                        "`{}` wakes `{woken}`{already}{}",
                        name(*task),
                        with(operation, place)
                    )
                }
                Cause::Itself { operation, .. } if operation.as_deref() == Some("budget") => {
                    format!(
                        "`{woken}` has used up its budget for this turn and wakes itself{already}"
                    )
                }
                Cause::Itself { operation, .. }
                    if operation.as_deref() == Some("FuturesUnordered") =>
                {
                    format!(
                        "`{woken}` wakes itself{already}: the `FuturesUnordered` in it gives way to others"
                    )
                }
                Cause::Itself { operation, place } => {
                    format!("`{woken}` wakes itself{already}{}", with(operation, place))
                }
                Cause::End { task } => format!(
                    "`{woken}` is woken{already}, because `{}` has ended",
                    name(*task)
                ),
                Cause::Timer { wait: Some(wait) } if recording.wait(*wait).operation == "sleep" => {
                    format!("`{woken}` is woken{already}: its sleep is over")
                }
                Cause::Timer { wait } => {
                    let what = wait.map_or("a timer".to_owned(), |w| {
                        format!("the timer in {}", waits_for(recording, w))
                    });
                    format!("`{woken}` is woken{already}, because {what} has run out")
                }
                Cause::Outside => format!("`{woken}` is woken{already} from outside the runtime"),
                Cause::Unknown => format!("`{woken}` is woken{already}; by whom is unknown"),
            }
        }
        What::TaskEnded {
            task,
            how,
            by,
            panic,
        } => {
            let how = match (how, by) {
                (End::Completed, _) => "is completed".to_owned(),
                (End::Panicked, _) => panicked(recording, panic.as_ref()),
                (End::Cancelled, Some(by)) if by == task => {
                    "is cancelled by itself: its future is dropped".to_owned()
                }
                (End::Cancelled, Some(by)) => {
                    format!("is cancelled by `{}`: its future is dropped", name(*by))
                }
                (End::Cancelled, None) => "is cancelled: its future is dropped".to_owned(),
                (End::Shutdown, _) => "is dropped with the runtime, unfinished".to_owned(),
            };
            format!("`{}` {how}", name(*task))
        }
        What::WaitStarted { wait } => {
            let it = recording.wait(*wait);
            let place = it
                .place
                .as_ref()
                .map(|p| format!(" on {}", line(recording, p)))
                .unwrap_or_default();
            if let Some(until) = sleeps_until(it) {
                return format!(
                    "`{}` sleeps{place} until {}",
                    name(it.task),
                    duration(until)
                );
            }
            format!(
                "`{}` waits{place} for {}",
                name(it.task),
                waits_for(recording, *wait)
            )
        }
        What::WaitEnded { wait, how } => {
            let it = recording.wait(*wait);
            match how {
                WaitEnd::Done if sleeps_until(it).is_some() => {
                    format!("`{}` has slept", name(it.task))
                }
                // The channel may as well have been closed.
                WaitEnd::Done if is_at_a_known_channel(recording, it) => format!(
                    "`{}` goes on: its wait for {} is over",
                    name(it.task),
                    waits_for(recording, *wait)
                ),
                WaitEnd::Done => format!(
                    "`{}` has what it waited for: {}",
                    name(it.task),
                    waits_for(recording, *wait)
                ),
                WaitEnd::Abandoned => {
                    format!(
                        "`{}` no longer waits for {}: that future is dropped",
                        name(it.task),
                        waits_for(recording, *wait)
                    )
                }
            }
        }
        What::LockHeld {
            resource,
            task,
            shared,
        } => {
            let who = task.map_or("somebody".to_owned(), |t| format!("`{}`", name(t)));
            let how = if *shared { "a share of " } else { "" };
            format!("{who} holds {how}{}", resource_words(recording, *resource))
        }
        What::LockFreed { resource, task, .. } => {
            let who = task.map_or("somebody".to_owned(), |t| format!("`{}`", name(t)));
            format!("{who} gives back {}", resource_words(recording, *resource))
        }
        What::PermitsChanged {
            resource,
            available,
        } => {
            let permits = if *available == 1 { "permit" } else { "permits" };
            format!(
                "{} has {available} {permits} left",
                resource_words(recording, *resource)
            )
        }
        What::ChannelChanged {
            resource,
            queued,
            gone,
            owner: _,
        } => channel_words(recording, *resource, *queued, *gone),
        What::ClockAdvanced { from, to } => {
            format!(
                "the clock goes from {} to {}",
                duration(*from),
                duration(*to)
            )
        }
        What::Note { text } => match event.during {
            Some(task) => format!("`{}` says: {text}", name(task)),
            None => format!("the program says: {text}"),
        },
        What::Stalled => "nothing can run any more".to_owned(),
    }
}

/// What a task waits for, to stand after "waits for": "the Mutex made on line 8", "`call to rome`".
pub(crate) fn waits_for(recording: &Recording, wait: WaitId) -> String {
    waits_for_near(recording, wait, None)
}

/// The same in a sentence that names a file: lines of that one are told without it.
pub(crate) fn waits_for_near(recording: &Recording, wait: WaitId, file: Option<&str>) -> String {
    let wait = recording.wait(wait);
    if let Some(label) = &wait.label {
        return match wait.resource {
            Some(lock) => format!("`{label}` ({})", resource_words_near(recording, lock, file)),
            None => format!("`{label}`"),
        };
    }
    if let Some(target) = wait.target {
        let end = format!("the end of `{}`", recording.task(target).name);
        return match wait.operation.starts_with("Join") {
            true => end,
            false => format!("{end}, in `{}`", wait.operation),
        };
    }
    if let Some(resource) = wait.resource {
        let it = recording.resource(resource);
        if matches!(
            it.type_name.as_str(),
            "Mutex" | "RwLock" | "Semaphore" | "Barrier"
        ) {
            return resource_words_near(recording, resource, file);
        }
        if it.capacity.is_some() {
            let channel = resource_words_near(recording, resource, file);
            return match end_of(wait) {
                ChannelEnd::Sender => format!("room in {channel}, which is full"),
                _ => format!("a message from {channel}"),
            };
        }
    }
    match wait.operation.as_str() {
        "sleep" => match wait.deadline {
            Some(deadline) => format!("its sleep until {}", duration(deadline)),
            None => "its sleep".to_owned(),
        },
        "JoinHandle" => "the end of a task (`JoinHandle`)".to_owned(),
        "unknown" => "something that the recorder does not know".to_owned(),
        operation if is_by_hand(wait) => format!("`{operation}`, a future of the program's own"),
        operation => format!("`{operation}`"),
    }
}

/// Whether a wait is that of a future whose `poll` the program wrote itself, and not of another one inside of it.
pub(crate) fn is_by_hand(wait: &Wait) -> bool {
    let innermost = wait.stack.first().map(|f| f.function.as_str());
    let type_name = innermost.and_then(|f| f.strip_suffix("::poll"));
    type_name == Some(wait.operation.as_str())
}

/// "has panicked on line 8: no such city".
fn panicked(recording: &Recording, panic: Option<&Panic>) -> String {
    let line = panic
        .and_then(|p| p.place.as_ref())
        .map(|place| format!(" on {}", line(recording, place)));
    let said = panic
        .and_then(|p| p.message.as_ref())
        .map(|message| format!(": {}", on_one_line(message)));
    format!(
        "has panicked{}{}",
        line.unwrap_or_default(),
        said.unwrap_or_default()
    )
}

/// A message of several lines, as `assert_eq!` makes them, on one.
pub(crate) fn on_one_line(message: &str) -> String {
    let lines = message.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join("; ")
}

/// At which end of its channel a task waits.
pub(crate) fn end_of(wait: &Wait) -> ChannelEnd {
    match wait.operation.contains("Receiver") {
        true => ChannelEnd::Receiver,
        false => ChannelEnd::Sender,
    }
}

/// "the mpsc channel made on line 5 is full: 8 of 8 places are taken".
fn channel_words(
    recording: &Recording,
    resource: ResourceId,
    queued: Option<u64>,
    gone: Option<ChannelEnd>,
) -> String {
    let channel = resource_words(recording, resource);
    let lost = match gone {
        None => None,
        Some(ChannelEnd::Sender) => Some("sender"),
        Some(ChannelEnd::Receiver) => Some("receiver"),
        Some(ChannelEnd::Both) => return format!("{channel} is gone: both its ends are dropped"),
    };
    let Some(queued) = queued else {
        return match lost {
            None => format!(
                "how full {channel} is cannot be known: the program uses `try_send` or `try_reserve` on it"
            ),
            Some(end) => format!("the {end} of {channel} is gone"),
        };
    };
    let capacity = recording.resource(resource).capacity;
    let state = match (queued, capacity) {
        (0, _) => format!("{channel} is empty"),
        (_, Some(1)) => format!("{channel} is full: it holds one message"),
        (n, Some(most)) if n >= most => {
            format!("{channel} is full: {n} of {most} places are taken")
        }
        (n, Some(most)) => format!("{channel} has {n} of {most} places taken",),
        (n, None) => format!("{channel} has {n} places taken"),
    };
    match lost {
        None => state,
        Some(end) => format!("{state}, and its {end} is gone"),
    }
}

/// Of a plain sleep that the program did not name.
fn sleeps_until(wait: &Wait) -> Option<Micros> {
    wait.deadline
        .filter(|_| wait.operation == "sleep" && wait.label.is_none())
}

pub(crate) fn is_at_a_known_channel(recording: &Recording, wait: &Wait) -> bool {
    let known = |r| recording.resource(r).capacity.is_some();
    wait.label.is_none() && wait.resource.is_some_and(known)
}

fn resource_words(recording: &Recording, resource: ResourceId) -> String {
    resource_words_near(recording, resource, None)
}

/// "the Mutex made on line 8", as told to somebody who looks at this file.
pub(crate) fn resource_words_near(
    recording: &Recording,
    resource: ResourceId,
    file: Option<&str>,
) -> String {
    let it = recording.resource(resource);
    match &it.place {
        Some(place) => {
            let line = line_near(recording, place, file);
            format!("the {} made on {line}", it.type_name)
        }
        None => format!("a {}", it.type_name),
    }
}

/// "line 8", and "line 8 of bank.rs" where that is another file than the one that the program begins in.
fn line(recording: &Recording, place: &Place) -> String {
    line_near(recording, place, None)
}

fn line_near(recording: &Recording, place: &Place, file: Option<&str>) -> String {
    let of_main = |w: &&Wait| w.task == TaskId(1);
    let begins = || {
        let waits = recording.waits.iter().filter(of_main);
        let places = waits.filter_map(|w| w.stack.last().map(|f| &f.place));
        let spawned = recording.tasks.iter().filter_map(|t| t.place.as_ref());
        places.chain(spawned).next().map(|p| p.file.as_str())
    };
    match file.or_else(begins) {
        Some(begins) if begins != place.file => {
            let file = place.file.rsplit(['/', '\\']).next();
            format!("line {} of {}", place.line, file.unwrap_or(&place.file))
        }
        _ => format!("line {}", place.line),
    }
}
