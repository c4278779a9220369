//! Why a stalled program can never go on, in a paragraph for each task that is stuck, with names and lines, and a way out.

mod unfinished;

use std::collections::BTreeMap;

use crate::{
    model::*,
    text::duration,
    words::{end_of, is_at_a_known_channel, resource_words_near, waits_for_near},
};

/// Why a stalled program can never go on: a paragraph for what happened, one for each task that is stuck, and one that
/// says what to do about it.
///
/// Of a program that still ran when its recording ended, such as one that ticks for ever, it tells which tasks have been
/// waiting for long, since when and for what, and which task is in a poll that has not ended. Empty where there is none,
/// and for a program that came to its end.
pub fn explain(recording: &Recording) -> Vec<String> {
    let stall = match &recording.outcome {
        Outcome::Stalled(stall) => stall,
        Outcome::Unfinished => return unfinished::explain(recording),
        Outcome::Completed | Outcome::Panicked { .. } => return Vec::new(),
    };
    let name = |id: TaskId| recording.task(id).name.as_str();
    // On the computer's clock, some time goes by until it is noticed.
    let happened = |e: &&Event| !matches!(e.what, What::Stalled | What::ClockAdvanced { .. });
    let last = match recording.clock {
        Clock::Paused => recording.events.last(),
        Clock::Real => recording.events.iter().rev().find(happened),
    };
    let at = duration(last.map_or(0, |event| event.at));
    let mut out = Vec::new();
    let states = States::of(recording);
    let blocked: Vec<TaskId> = stall.waiting.iter().map(|s| s.task).collect();
    let blocked: Vec<TaskId> = blocked.into_iter().filter(|t| states.runs(*t)).collect();
    out.push(match stall.cycle.as_slice() {
        _ if !blocked.is_empty() => {
            let who: Vec<String> = blocked.iter().map(|t| format!("`{}`", name(*t))).collect();
            let blocks = if who.len() == 1 { "blocks its" } else { "block their" };
            format!(
                "Stalled at {at}: {} {blocks} thread, and all other threads wait as well, each for another one. Without the \
                 recorder, the program would hang here for ever.",
                list(&who)
            )
        }
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
        if states.runs(stuck.task) {
            let last = last_place(recording, stuck.task);
            let last = last.map_or(String::new(), |place| format!(" after {place}"));
            out.push(format!(
                "`{who}` runs, and has called something{last} that gives the thread back only when another thread does \
                 something."
            ));
            continue;
        }
        if stuck.on.is_empty() && states.ready(stuck.task) {
            out.push(format!("`{who}` is ready, and has no thread to run on."));
        } else if stuck.on.is_empty() {
            out.push(format!(
                "`{who}` returned `Pending` and left its waker with nobody: nobody can ever tell the runtime to poll it again."
            ));
        }
        for StuckOn {
            wait,
            held_by,
            taken_by,
            lost,
            other_end,
            unused,
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
                _ => waits_for_near(recording, *wait, it.place.as_ref().map(|p| p.file.as_str())),
            };
            let come = barrier_words(recording, stall, it);
            let ends = other_end_words(recording, stall, stuck.task, it, other_end, *unused);
            let lost = lost_words(recording, lost);
            out.push(format!(
                "`{who}` waits{place} for {what}{held}{come}.{lost}{ends}"
            ));
        }
    }
    if !blocked.is_empty() {
        out.push(
            "A lock of `std::sync` that is held across an `.await`, the `recv` of a channel for threads, a `join` of a thread, \
             and `block_on` block the thread that the other tasks need. Use what Tokio has instead, drop the guard before the \
             `.await`, or move the call to `tokio::task::spawn_blocking`."
                .to_owned(),
        );
        return out;
    }
    let ways = channel_ways_out(recording, stall).into_iter();
    let ways = ways.chain(other_ways_out(recording, stall));
    out.extend(ways.map(str::to_owned));
    out.extend(unread_words(recording, stall));
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

/// What each task was doing at the end.
struct States(Vec<(bool, bool)>);

impl States {
    fn of(recording: &Recording) -> Self {
        let mut states = vec![(false, false); recording.tasks.len()];
        for event in &recording.events {
            let (task, state) = match event.what {
                What::TaskSpawned { task } => (task, (false, true)),
                What::PollStarted { task } => (task, (true, false)),
                What::Woken { task, .. } => (task, (states[task.0 as usize - 1].0, true)),
                What::PollEnded { task, .. } => (task, (false, states[task.0 as usize - 1].1)),
                _ => continue,
            };
            states[task.0 as usize - 1] = state;
        }
        Self(states)
    }

    /// Whether the task was in the middle of a poll.
    fn runs(&self, task: TaskId) -> bool {
        self.0[task.0 as usize - 1].0
    }

    /// Whether it was ready to be polled.
    fn ready(&self, task: TaskId) -> bool {
        self.0[task.0 as usize - 1].1
    }
}

/// Where a task waited last.
fn last_place(recording: &Recording, task: TaskId) -> Option<&Place> {
    let waits = recording.waits.iter().rev();
    let mut places = waits.filter(|w| w.task == task).map(|w| w.place.as_ref());
    let place = places.find_map(|place| place);
    place.or(recording.task(task).place.as_ref())
}

/// How many of those have come that a barrier waits for.
fn barrier_words(recording: &Recording, stall: &Stall, wait: &Wait) -> String {
    let size = wait.resource.and_then(|r| recording.resource(r).size);
    let Some(size) = size else {
        return String::new();
    };
    let waits = stall.waiting.iter().flat_map(|stuck| &stuck.on);
    let here = waits.filter(|on| recording.wait(on.wait).resource == wait.resource);
    format!(", to which {} of {size} have come", here.count())
}

/// Who may keep the other end of the channel that a task is stuck at: a sentence, with a space in front of it.
fn other_end_words(
    recording: &Recording,
    stall: &Stall,
    who: TaskId,
    wait: &Wait,
    other_end: &[TaskId],
    unused: bool,
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
    // Of a oneshot, that goes without saying.
    let unheard = match (wait.operation.starts_with("oneshot"), end) {
        (true, _) => ":",
        (false, "the receiver") => ", and nobody has received from it so far:",
        (false, _) => ", and nobody has sent on it so far:",
    };
    match (others.as_slice(), other_end.contains(&who)) {
        ([maker], false) if unused => format!(
            " {one} is still alive{unheard} {maker}, which made the channel, may keep it, or a task that it was given to."
        ),
        ([], true) if unused => format!(
            " {one} is still alive{unheard} `{}` itself, which made the channel, may keep {end}, or a task that it was given to.",
            recording.task(who).name
        ),
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

/// What became of permits that never came back: sentences, each with a space in front of it.
fn lost_words(recording: &Recording, lost: &[Lost]) -> String {
    const MOST: usize = 3;
    let words = |lost: &Lost| {
        let who = &recording.task(lost.task).name;
        let place = lost.place.as_ref().map(|p| format!(" at {p}"));
        let place = place.unwrap_or_default();
        let end = match lost.owned {
            true => "it was forgotten, or somebody else has it",
            false => "it was forgotten",
        };
        format!(" `{who}` took a permit{place}, has ended, and has not given it back: {end}.")
    };
    let mut out: String = lost.iter().take(MOST).map(words).collect();
    if let Some(more @ 1..) = lost.len().checked_sub(MOST) {
        let permits = if more == 1 { "permit" } else { "permits" };
        out.push_str(&format!(" So it is with {more} more {permits}."));
    }
    out
}

fn is_channel(recording: &Recording, wait: &Wait) -> bool {
    let family = wait.operation.split("::").next().unwrap_or_default();
    is_at_a_known_channel(recording, wait)
        || matches!(family, "mpsc" | "oneshot" | "broadcast" | "watch")
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

/// The messages that nobody has received, where somebody waits for a oneshot: its sender may lie in one of them.
fn unread_words(recording: &Recording, stall: &Stall) -> Option<String> {
    let waits = stall.waiting.iter().flat_map(|stuck| &stuck.on);
    let mut waits = waits.map(|on| recording.wait(on.wait));
    let answer = waits.find(|wait| wait.operation == "oneshot::Receiver")?;
    let mut queues: BTreeMap<ResourceId, Option<u64>> = BTreeMap::new();
    for event in &recording.events {
        if let What::ChannelChanged {
            resource,
            queued,
            gone,
            ..
        } = event.what
            && recording.resource(resource).type_name.starts_with("mpsc")
        {
            queues.insert(
                resource,
                queued.filter(|_| gone != Some(ChannelEnd::Receiver)),
            );
        }
    }
    let file = answer.place.as_ref().map(|place| place.file.as_str());
    let queues = queues.into_iter().filter_map(|(channel, queued)| {
        let count = match queued? {
            0 => return None,
            1 => "one waits".to_owned(),
            n => format!("{n} wait"),
        };
        let channel = resource_words_near(recording, channel, file);
        Some(format!("{count} in {channel}"))
    });
    let queues: Vec<String> = queues.collect();
    (!queues.is_empty()).then(|| {
        format!(
            "A `Sender` that was sent to somebody lies in the message until that is received, and nobody has received \
             these: {}.",
            list(&queues)
        )
    })
}

/// What to do about the other things that somebody is stuck at, of which it is not known who should bring them about.
fn other_ways_out(recording: &Recording, stall: &Stall) -> Vec<&'static str> {
    const WAYS: [(&[&str], &str); 6] = [
        (
            &["Semaphore::"],
            "A permit goes back to its semaphore when it is dropped. Look for one that is kept while others are waited for, and \
             for a `forget`, after which it never goes back.",
        ),
        (
            &["Notify::"],
            "Who waits for a `Notify` goes on when somebody notifies it. `notify_one` leaves a permit for the next one, if \
             nobody waits; `notify_waiters` leaves nothing, and who begins to wait after it has missed it.",
        ),
        (
            &["CancellationToken::"],
            "Who waits for a `CancellationToken` goes on when somebody calls `cancel` on it, or on the token that it is a \
             child of. Look for who was to do so, and for a way through that code on which it does not.",
        ),
        (
            &["TaskTracker::"],
            "A `TaskTracker` lets go of who waits for it when it is closed and empty. Call `close` when nothing more is to be \
             spawned, and look for a task that does not end.",
        ),
        (
            &["Barrier::"],
            "A `Barrier` lets go when as many tasks wait as it was made for. Count those that come, also where one of them ends \
             before it gets there.",
        ),
        (
            &["StreamExt::", "TryStreamExt::", "join_all", "try_join_all"],
            "What a set of futures waits for cannot be seen: a `FuturesUnordered`, and what stands on it, keeps the waker for all \
             that is inside. Name the calls in it with `timeline::label`.",
        ),
    ];
    let waits = stall.waiting.iter().flat_map(|stuck| &stuck.on);
    let waits: Vec<&Wait> = waits.map(|on| recording.wait(on.wait)).collect();
    let stuck_at = |parts: &[&str]| {
        let is_at = |w: &&Wait| parts.iter().any(|part| w.operation.starts_with(part));
        waits.iter().any(|w| w.label.is_none() && is_at(w))
    };
    let ways = WAYS.iter().filter(|(parts, _)| stuck_at(parts));
    ways.map(|(_, way)| *way).collect()
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
