//! One sentence for each event, and a paragraph or two for a stall.

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
                        "`{}` spawns `{}` on line {}; it is ready",
                        name(parent),
                        name(*task),
                        place.line
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
            blocked: false,
        } => format!("`{}` returns to the runtime", name(*task)),
        What::PollEnded {
            task,
            blocked: true,
        } => {
            format!(
                "`{}` returns to the runtime, after it held the thread in a blocking call",
                name(*task)
            )
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
                    .map(|p| format!(" on line {}", p.line))
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
                (End::Panicked, _) => panicked(panic.as_ref()),
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
                .map(|p| format!(" on line {}", p.line))
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
    let wait = recording.wait(wait);
    if let Some(label) = &wait.label {
        return format!("`{label}`");
    }
    if let Some(target) = wait.target {
        return format!("the end of `{}`", recording.task(target).name);
    }
    if let Some(resource) = wait.resource {
        let it = recording.resource(resource);
        if matches!(
            it.type_name.as_str(),
            "Mutex" | "RwLock" | "Semaphore" | "Barrier"
        ) {
            return resource_words(recording, resource);
        }
        if it.capacity.is_some() {
            let channel = resource_words(recording, resource);
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
        operation => format!("`{operation}`"),
    }
}

/// "has panicked on line 8: no such city".
fn panicked(panic: Option<&Panic>) -> String {
    let line = panic
        .and_then(|p| p.place.as_ref())
        .map(|place| format!(" on line {}", place.line));
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
fn end_of(wait: &Wait) -> ChannelEnd {
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
    let Some(queued) = queued else {
        return format!(
            "how full {channel} is cannot be known: the program uses `try_send` or `try_reserve` on it"
        );
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
    match gone {
        None => state,
        Some(ChannelEnd::Sender) => format!("{state}, and its sender is gone"),
        Some(ChannelEnd::Receiver) => format!("{state}, and its receiver is gone"),
        Some(ChannelEnd::Both) => format!("{channel} is gone: both its ends are dropped"),
    }
}

/// Of a plain sleep that the program did not name.
fn sleeps_until(wait: &Wait) -> Option<Micros> {
    wait.deadline
        .filter(|_| wait.operation == "sleep" && wait.label.is_none())
}

fn resource_words(recording: &Recording, resource: ResourceId) -> String {
    let it = recording.resource(resource);
    match &it.place {
        Some(place) => format!("the {} made on line {}", it.type_name, place.line),
        None => format!("a {}", it.type_name),
    }
}

/// Why a stalled program can never go on: a paragraph for what happened, one for each task that is stuck, and one that
/// says what to do about it. Empty for a recording that did not stall.
pub fn explain(recording: &Recording) -> Vec<String> {
    let Outcome::Stalled(stall) = &recording.outcome else {
        return Vec::new();
    };
    let name = |id: TaskId| recording.task(id).name.as_str();
    let at = duration(recording.duration());
    let mut out = Vec::new();
    out.push(match stall.cycle.as_slice() {
        [] => format!(
            "Stalled at {at}: no task is ready, no timer is set, and nobody outside can wake one. \
             Without the recorder, the program would wait here for ever."
        ),
        [one] if links(recording, stall).contains(&Link::End) => {
            format!("Deadlock at {at}: `{}` waits for its own end.", name(*one))
        }
        [one] => format!("Deadlock at {at}: `{}` waits for something that it holds itself.", name(*one)),
        ring if !links(recording, stall).iter().all(|link| *link == Link::Lock) => {
            let ring: Vec<String> = ring.iter().map(|t| format!("`{}`", name(*t))).collect();
            format!(
                "Deadlock at {at}: {} wait for one another, each for something that, for all that was seen, only the next \
                 one can bring about.",
                list(&ring)
            )
        }
        ring if passed_on(stall, ring) => {
            let ring: Vec<String> = ring.iter().map(|t| format!("`{}`", name(*t))).collect();
            format!(
                "Deadlock at {at}: {} wait for one another, each for something that the next one took.",
                list(&ring)
            )
        }
        ring => {
            let ring: Vec<String> = ring.iter().map(|t| format!("`{}`", name(*t))).collect();
            format!(
                "Deadlock at {at}: {} wait for one another, each for something that the next one holds.",
                list(&ring)
            )
        }
    });
    if recording.omitted > 0 {
        // Who waits for what by now came after the bound: what is known of it is out of date.
        out.push(
            "Who waits for what cannot be told: the recording had reached its bound before that."
                .to_owned(),
        );
        return out;
    }
    for stuck in &stall.waiting {
        let who = name(stuck.task);
        if stuck.on.is_empty() {
            out.push(format!(
                "`{who}` returned `Pending` and left its waker with nobody: nobody can ever tell the runtime to poll it again."
            ));
        }
        for StuckOn {
            wait,
            held_by,
            taken_by,
            other_end,
        } in &stuck.on
        {
            let it = recording.wait(*wait);
            let place = it
                .place
                .as_ref()
                .map(|p| format!(" at {p}"))
                .unwrap_or_default();
            let held = match (it.resource.is_some(), held_by.as_slice()) {
                (true, [holder]) if *holder == stuck.task => ", which it holds itself".to_owned(),
                (true, [holder]) if !stall.waiting.iter().any(|s| s.task == *holder) => {
                    format!(", which `{}` took and never gave back", name(*holder))
                }
                (true, [holder]) => format!(", which `{}` holds", name(*holder)),
                (true, [_, _, ..]) => {
                    let holders: Vec<String> =
                        held_by.iter().map(|t| format!("`{}`", name(*t))).collect();
                    format!(", which {} hold", list(&holders))
                }
                _ if taken_by.is_empty() => String::new(),
                _ => {
                    let takers: Vec<String> =
                        taken_by.iter().map(|t| format!("`{}`", name(*t))).collect();
                    format!(", taken by {} and not given back since", list(&takers))
                }
            };
            let what = match held_by.as_slice() {
                [target] if it.operation == "JoinHandle" && *target == stuck.task => {
                    "the end of itself".to_owned()
                }
                [target] if it.operation == "JoinHandle" && it.label.is_none() => {
                    format!("the end of `{}`", name(*target))
                }
                _ => waits_for(recording, *wait),
            };
            let ends = other_end_words(recording, stall, stuck.task, it, other_end);
            out.push(format!("`{who}` waits{place} for {what}{held}.{ends}"));
        }
    }
    let ways = channel_ways_out(recording, stall);
    out.extend(ways.into_iter().map(str::to_owned));
    let links = links(recording, stall);
    if links.contains(&Link::End) {
        out.push(match stall.cycle.as_slice() {
            [_] => "The way out: a task must not await its own handle. Return instead.".to_owned(),
            _ => "The way out: do not await the end of a task while that task still needs something from you. Give it that \
                  first: send it, drop the guard, or drop the `Sender` that keeps it waiting."
                .to_owned(),
        });
    } else if links.contains(&Link::Channel) {
        // What to do about channels is said above.
    } else if stall.cycle.len() > 1 {
        out.push(
            "The way out: take the locks in the same order everywhere, or give the first one back before asking for the second."
                .to_owned(),
        );
    } else if let [alone] = stall.cycle.as_slice()
        && let Some(stuck) = stall.waiting.iter().find(|s| s.task == *alone)
        && stuck
            .on
            .iter()
            .filter(|on| on.held_by.contains(alone))
            .count()
            > 1
    {
        out.push(format!(
            "`{}` runs several futures at once, as `join!` does, and they take these locks from one another. The way out: \
             take them in the same order everywhere, or give the first one back before asking for the second.",
            name(*alone)
        ));
    } else if stall.cycle.len() == 1 {
        out.push(
            "The way out: end the first guard's scope, or `drop` it, before the lock is taken once more.".to_owned(),
        );
    }
    out
}

/// Who may keep the other end of the channel that a task is stuck at: a sentence, with a space in front of it.
fn other_end_words(
    recording: &Recording,
    stall: &Stall,
    who: TaskId,
    wait: &Wait,
    other_end: &[TaskId],
) -> String {
    let (end, one) = match (is_channel(recording, wait), end_of(wait)) {
        (false, _) => return String::new(),
        (true, ChannelEnd::Sender) => ("the receiver", "The receiver"),
        (true, _) if wait.operation.starts_with("mpsc") => ("a sender", "A sender"),
        (true, _) => ("the sender", "The sender"),
    };
    let name = |id: &TaskId| format!("`{}`", recording.task(*id).name);
    if let [alone] = stall.waiting.as_slice() {
        return format!(
            " {one} is still alive, and no other task is left that could keep it: `{}` does so itself, unless a `static` \
             or something that was leaked keeps it.",
            recording.task(alone.task).name
        );
    }
    let others: Vec<String> = other_end.iter().filter(|t| **t != who).map(name).collect();
    match (others.as_slice(), other_end.contains(&who)) {
        ([], false) => format!(" {one} is still alive; who keeps it is unknown."),
        ([], true) => format!(
            " {one} is still alive: `{}` itself may keep {end}.",
            recording.task(who).name
        ),
        (others, _) => format!(
            " {one} is still alive: {} may keep it.",
            alternatives(others)
        ),
    }
}

fn is_channel(recording: &Recording, wait: &Wait) -> bool {
    let family = wait.operation.split("::").next().unwrap_or_default();
    is_at_a_known_channel(recording, wait)
        || matches!(family, "mpsc" | "oneshot" | "broadcast" | "watch")
}

fn is_at_a_known_channel(recording: &Recording, wait: &Wait) -> bool {
    let known = |r| recording.resource(r).capacity.is_some();
    wait.label.is_none() && wait.resource.is_some_and(known)
}

/// What to do about the channels that somebody is stuck at.
fn channel_ways_out(recording: &Recording, stall: &Stall) -> Vec<&'static str> {
    let waits = stall.waiting.iter().flat_map(|stuck| &stuck.on);
    // Some wait for the other end to go.
    let closed = |wait: &Wait| wait.operation.ends_with("closed");
    let ends: Vec<(ChannelEnd, bool)> = waits
        .map(|on| recording.wait(on.wait))
        .filter(|wait| is_channel(recording, wait) && !closed(wait))
        .map(|wait| (end_of(wait), wait.operation.starts_with("oneshot")))
        .collect();
    let mut ways = Vec::new();
    if ends.contains(&(ChannelEnd::Receiver, false)) {
        ways.push(
            "A receiver goes on waiting as long as one sender is alive. Look for a `Sender` that was cloned, or that is \
             kept by somebody who no longer sends, and `drop` it.",
        );
    }
    if ends.contains(&(ChannelEnd::Receiver, true)) {
        ways.push(
            "The receiver of a oneshot waits until its `Sender` sends or is dropped. Look for who keeps it, and for a way \
             through that code on which it neither sends nor drops it.",
        );
    }
    if ends.iter().any(|(end, _)| *end == ChannelEnd::Sender) {
        ways.push(
            "A channel that is full lets nobody send until somebody receives. Receive in a task of its own while others \
             send, or make the channel larger than all that is sent before the first `recv`.",
        );
    }
    ways
}

/// "a", "a or b", "a, b or c".
fn alternatives(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} or {last}", front.join(", ")),
    }
}

/// What one task of a ring waits for from the next one.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    Lock,
    Channel,
    End,
}

/// What the tasks of a ring wait for.
fn links(recording: &Recording, stall: &Stall) -> Vec<Link> {
    let ring = &stall.cycle;
    let link = |(i, task): (usize, &TaskId)| {
        let next = ring[(i + 1) % ring.len()];
        let stuck = stall.waiting.iter().find(|s| s.task == *task)?;
        stuck.on.iter().find_map(|on| {
            if on.taken_by.contains(&next) {
                return Some(Link::Lock);
            }
            if on.held_by.contains(&next) {
                let end = recording.wait(on.wait).operation == "JoinHandle";
                return Some(if end { Link::End } else { Link::Lock });
            }
            on.other_end.contains(&next).then_some(Link::Channel)
        })
    };
    ring.iter().enumerate().filter_map(link).collect()
}

/// Whether some link of a ring is known only by who took what is waited for.
fn passed_on(stall: &Stall, ring: &[TaskId]) -> bool {
    let links = stall.waiting.iter().filter(|s| ring.contains(&s.task));
    links
        .into_iter()
        .any(|s| s.on.iter().all(|on| on.held_by.is_empty()))
}

/// "a", "a and b", "a, b and c".
fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}
