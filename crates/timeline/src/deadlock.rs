//! Rings of tasks that wait for one another's locks while the rest of the program goes on.
//!
//! When *nothing* can go on any more, the run has stalled and [`crate::explain()`] says why. Here the others still tick, so
//! nobody notices, except that some tasks never come back. A ring is found when the poll ends that closed it. Whether it
//! really was one shows only later, because the recording knows the tasks that hold locks and not their branches, and
//! because a guard may be handed to somebody else. So a ring counts only if all of this is true:
//!
//! - It was never broken by a lock that was given back or by a wait that got what it wanted. It lasted to the end, or
//!   until somebody gave up: a timeout, another arm of `select!`, an abort, the end of the runtime.
//! - Each task in it had nothing else to do meanwhile, as another branch of a `join!` would have: what else it waited
//!   for was the timeout around its wait, another arm of its `select!`, or a lock of the same ring.
//! - Each lock was in the end given back by the task that is said to hold it.

pub(crate) mod knots;

use std::collections::{BTreeMap, HashSet};

use crate::{
    model::*,
    text::duration,
    warn::{
        self, Warning, WarningKind,
        facts::{Facts, When, index},
    },
};

/// Tasks that wait for one another.
#[derive(Clone, Debug)]
pub(crate) struct Ring {
    /// When the last of them began to wait.
    pub(crate) began: When,
    /// When the first of them gave up; `None`: not within the recording.
    pub(crate) over: Option<When>,
    /// Each holds what the one before it waits for, and the first one what the last one waits for.
    pub(crate) members: Vec<Member>,
}

/// One task of a ring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) task: TaskId,
    /// What it waits for.
    pub(crate) wait: WaitId,
    /// The holding that it waits for the end of, by its index: the next one's.
    pub(crate) hold: usize,
}

impl Ring {
    pub(crate) fn has_wait(&self, wait: WaitId) -> bool {
        self.members.iter().any(|m| m.wait == wait)
    }

    pub(crate) fn has_task(&self, task: TaskId) -> bool {
        self.members.iter().any(|m| m.task == task)
    }
}

/// Every ring that is certain, in the order in which they closed.
pub(crate) fn rings(facts: &Facts<'_>) -> Vec<Ring> {
    let mut search = Search::new(facts);
    for event in &facts.recording.events {
        search.event(event);
    }
    let mut rings = search.over;
    // In a recording that was cut off, nobody knows how these went on.
    if facts.recording.omitted == 0 {
        rings.extend(search.active);
    }
    rings.retain(|ring| ring.members.iter().all(|m| is_certain(facts, ring, m)));
    rings.sort_by_key(|ring| ring.began);
    rings
}

/// Follows the waits for locks through the recording.
struct Search<'a> {
    facts: &'a Facts<'a>,
    /// The waits for locks that are not over, by task; and all waits, counted.
    waits: Vec<Vec<WaitId>>,
    in_flight: Vec<u32>,
    /// The waits to write that are not over, by lock.
    writers: BTreeMap<ResourceId, Vec<WaitId>>,
    /// The holdings that are not over, by lock.
    held: BTreeMap<ResourceId, Vec<usize>>,
    /// The next holding to begin.
    next: usize,
    /// The tasks that somebody other than a timer has woken since their last poll began: they may get on.
    woken: HashSet<TaskId>,
    /// The tasks that began to wait for a lock, or took one, in the poll that they are in.
    changed: HashSet<TaskId>,
    active: Vec<Ring>,
    over: Vec<Ring>,
}

impl<'a> Search<'a> {
    fn new(facts: &'a Facts<'a>) -> Self {
        let tasks = facts.recording.tasks.len();
        Self {
            facts,
            waits: vec![Vec::new(); tasks],
            in_flight: vec![0; tasks],
            writers: BTreeMap::new(),
            held: BTreeMap::new(),
            next: 0,
            woken: HashSet::new(),
            changed: HashSet::new(),
            active: Vec::new(),
            over: Vec::new(),
        }
    }

    fn event(&mut self, event: &Event) {
        self.holds(event.step);
        match event.what {
            What::PollStarted { task } => {
                self.woken.remove(&task);
            }
            What::Woken {
                cause: Cause::Timer { .. },
                ..
            } => {}
            What::Woken { task, .. } => {
                self.woken.insert(task);
            }
            What::WaitStarted { wait } => {
                let it = self.facts.recording.wait(wait);
                self.in_flight[index(it.task)] += 1;
                let Some(lock) = it.resource.filter(|r| self.is_lock(*r)) else {
                    return;
                };
                self.waits[index(it.task)].push(wait);
                self.changed.insert(it.task);
                if it.operation.starts_with("RwLock::write") {
                    self.writers.entry(lock).or_default().push(wait);
                }
            }
            What::WaitEnded { wait, how } => {
                let it = self.facts.recording.wait(wait);
                let count = &mut self.in_flight[index(it.task)];
                *count = count.saturating_sub(1);
                self.waits[index(it.task)].retain(|w| *w != wait);
                if let Some(writers) = it.resource.and_then(|r| self.writers.get_mut(&r)) {
                    writers.retain(|w| *w != wait);
                }
                let now = When {
                    step: event.step,
                    at: event.at,
                };
                self.wait_ended(wait, how, now);
            }
            What::PollEnded { task, .. } if self.changed.remove(&task) => {
                if let Some(members) = self.ring(task) {
                    let began = When {
                        step: event.step,
                        at: event.at,
                    };
                    self.active.push(Ring {
                        began,
                        over: None,
                        members,
                    });
                }
            }
            _ => {}
        }
    }

    fn is_lock(&self, resource: ResourceId) -> bool {
        let it = self.facts.recording.resource(resource);
        matches!(it.type_name.as_str(), "Mutex" | "RwLock" | "Semaphore")
    }

    /// The holdings that begin or end at this step.
    fn holds(&mut self, step: u32) {
        let holds = &self.facts.holds;
        let event = &self.facts.recording.events[step as usize];
        // A holding ends only at one of these.
        let may_end = matches!(
            event.what,
            What::LockFreed { .. }
                | What::PermitsChanged { .. }
                | What::Woken { .. }
                | What::WaitEnded { .. }
        );
        if may_end {
            let ended = |h: &usize| holds[*h].to.is_some_and(|to| to.step == step);
            let lock = match event.what {
                What::LockFreed { resource, .. } | What::PermitsChanged { resource, .. } => {
                    Some(resource)
                }
                What::WaitEnded { wait, .. } => self.facts.recording.wait(wait).resource,
                What::Woken { task, .. } => {
                    let wanted = self.waits[index(task)].first();
                    wanted.and_then(|w| self.facts.recording.wait(*w).resource)
                }
                _ => None,
            };
            if let Some(open) = lock.and_then(|lock| self.held.get_mut(&lock)) {
                open.retain(|h| !ended(h));
            }
            // A lock was given back while all of them still waited: somebody did have something else to do.
            self.active
                .retain(|ring| !ring.members.iter().any(|m| ended(&m.hold)));
        }
        while let Some(hold) = holds.get(self.next).filter(|h| h.from.step <= step) {
            self.held.entry(hold.lock).or_default().push(self.next);
            self.changed.insert(hold.task);
            self.next += 1;
        }
    }

    fn wait_ended(&mut self, wait: WaitId, how: WaitEnd, now: When) {
        let Some(at) = self.active.iter().position(|ring| ring.has_wait(wait)) else {
            return;
        };
        let mut ring = self.active.remove(at);
        let gets_on = ring.members.iter().any(|m| self.woken.contains(&m.task));
        if how == WaitEnd::Abandoned && !gets_on {
            ring.over = Some(now);
            self.over.push(ring);
        }
    }

    /// The ring that goes through this task, if there is one that was not known before.
    fn ring(&self, start: TaskId) -> Option<Vec<Member>> {
        let mut seen = HashSet::from([start]);
        // For each task of the path, what it may wait for and was not followed yet.
        let mut path: Vec<Member> = Vec::new();
        let mut left: Vec<Vec<Member>> = vec![self.blocked_by(start)];
        while let Some(choices) = left.last_mut() {
            let Some(member) = choices.pop() else {
                left.pop();
                path.pop();
                continue;
            };
            let holder = self.facts.holds[member.hold].task;
            if holder == start {
                path.push(member);
                let known = |ring: &Ring| path.iter().any(|m| ring.has_wait(m.wait));
                if self.active.iter().any(known) {
                    return None;
                }
                let first = path.iter().enumerate().min_by_key(|(_, m)| m.task)?.0;
                path.rotate_left(first);
                return Some(path);
            }
            if seen.insert(holder) {
                path.push(member);
                left.push(self.blocked_by(holder));
            }
        }
        None
    }

    /// Each lock that a task waits for, with each holding that keeps it waiting.
    fn blocked_by(&self, task: TaskId) -> Vec<Member> {
        let mut found = Vec::new();
        for wait in &self.waits[index(task)] {
            let it = self.facts.recording.wait(*wait);
            let Some(lock) = it.resource else { continue };
            // Readers let each other in, unless a writer stands between them.
            let reads = it.operation.starts_with("RwLock::read") && !self.writer_waits(lock);
            for hold in self.held.get(&lock).into_iter().flatten() {
                if !(reads && self.facts.holds[*hold].shared) {
                    found.push(Member {
                        task,
                        wait: *wait,
                        hold: *hold,
                    });
                }
            }
        }
        found
    }

    /// Whether a task waits to write, and for nothing else.
    fn writer_waits(&self, lock: ResourceId) -> bool {
        let mut writers = self.writers.get(&lock).into_iter().flatten();
        writers.any(|w| self.in_flight[index(self.facts.recording.wait(*w).task)] == 1)
    }
}

/// Whether this task of a ring could do nothing, and the next one had in its hands what it is said to hold.
fn is_certain(facts: &Facts<'_>, ring: &Ring, member: &Member) -> bool {
    is_held(facts, member.hold)
        && facts.waits_of(member.task).iter().all(|other| {
            *other == member.wait
                || !lasts_into(facts, *other, ring)
                || is_timeout_around(facts, *other, member.wait)
                || is_arm_beside(facts, *other, member.wait)
                || is_held_in(facts, *other, ring)
        })
}

/// Whether a lock was in the hands of the task that took it until the end.
fn is_held(facts: &Facts<'_>, hold: usize) -> bool {
    let hold = &facts.holds[hold];
    let lock = facts.recording.resource(hold.lock);
    if hold.to.is_some() {
        return hold.by_holder;
    }
    // Nobody saw the end of it: then only a guard that borrows its lock is sure to be where it was.
    let cut = !matches!(
        facts.recording.outcome,
        Outcome::Completed | Outcome::Panicked { .. }
    );
    let mut waits = facts.recording.waits.iter();
    let may_move = |w: &Wait| w.resource == Some(hold.lock) && w.operation.ends_with("_owned");
    cut && lock.type_name != "Semaphore" && !waits.any(may_move)
}

fn lasts_into(facts: &Facts<'_>, wait: WaitId, ring: &Ring) -> bool {
    let over = ring.over.unwrap_or(facts.end);
    facts
        .span(wait)
        .is_some_and(|(from, to)| from < over && ring.began < to)
}

/// Whether one wait is a timeout, and the other one what it limits: it stands in the same functions and further in.
fn is_timeout_around(facts: &Facts<'_>, timeout: WaitId, wait: WaitId) -> bool {
    let (timeout, wait) = (facts.recording.wait(timeout), facts.recording.wait(wait));
    timeout.operation == "timeout"
        && !timeout.stack.is_empty()
        && wait.stack.ends_with(&timeout.stack)
}

/// Whether two waits are arms of one `select!`: when the one was done, the other one was dropped in the same poll.
fn is_arm_beside(facts: &Facts<'_>, one: WaitId, other: WaitId) -> bool {
    let (one, other) = (facts.waited(one), facts.waited(other));
    match (one.ended, other.ended) {
        (Some((_, one_how)), Some((_, other_how))) => {
            one_how != other_how && one.poll.is_some() && one.poll == other.poll
        }
        _ => false,
    }
}

/// Whether a wait is for a lock that is in the hands of the ring as well.
fn is_held_in(facts: &Facts<'_>, wait: WaitId, ring: &Ring) -> bool {
    let lock = facts.recording.wait(wait).resource;
    facts.holds.iter().any(|hold| {
        Some(hold.lock) == lock
            && ring.has_task(hold.task)
            && hold.from <= ring.began
            && hold
                .to
                .is_none_or(|to| ring.over.is_some_and(|over| over <= to))
    })
}

/// What to say of a ring. `None`: the program stalled over it, and [`crate::explain()`] says all of it.
pub(crate) fn warning(facts: &Facts<'_>, ring: &Ring) -> Option<Warning> {
    let recording = facts.recording;
    if let Outcome::Stalled(stall) = &recording.outcome
        && stall.cycle.len() == ring.members.len()
        && stall.cycle.iter().all(|t| ring.has_task(*t))
    {
        return None;
    }
    let first = ring.members[0];
    let since = duration(ring.began.at);
    let alone = ring.members.len() == 1;
    let each: Vec<String> = ring
        .members
        .iter()
        .map(|member| {
            let wait = recording.wait(member.wait);
            let hold = &facts.holds[member.hold];
            let holder = match hold.task == member.task {
                true => "it".to_owned(),
                false => warn::name(recording, hold.task),
            };
            let lock = warn::lock_words(recording, hold.lock);
            let holds = match (
                hold.shared,
                recording.resource(hold.lock).type_name.as_str(),
            ) {
                (true, _) => format!("of which {holder} holds a share"),
                (_, "Semaphore") => format!("whose only permit {holder} has"),
                _ => format!("which {holder} holds"),
            };
            let itself = if alone { " itself" } else { "" };
            let between = match hold.shared && wait.operation.starts_with("RwLock::read") {
                true => "; who reads has to stand back for a task that waits to write",
                false => "",
            };
            let who = warn::name(recording, member.task);
            format!(
                "{who} waits{} for {lock}, {holds}{itself}{between}",
                warn::at(wait.place.as_ref())
            )
        })
        .collect();
    let tasks: Vec<TaskId> = ring.members.iter().map(|m| m.task).collect();
    let goes_on = match recording.outcome {
        Outcome::Stalled(_) => "",
        _ => ", while the rest of the program goes on",
    };
    let together = match tasks.as_slice() {
        [_] => ":".to_owned(),
        ring => format!(". {} wait for one another:", warn::names(recording, ring)),
    };
    let sentence = format!(
        "Deadlock from {since} on{goes_on}{together} {}. {}",
        each.join("; "),
        ending(facts, ring)
    );
    let way_out = if alone {
        "End the first guard's scope, or `drop` it, before the lock is taken once more."
    } else {
        "Take the locks in the same order everywhere, or give the first one back before asking for the second."
    };
    Some(Warning {
        kind: WarningKind::Deadlock,
        task: first.task,
        step: ring.began.step,
        place: recording.wait(first.wait).place.clone(),
        sentence,
        way_out: way_out.to_owned(),
    })
}

/// How a ring came to its end.
fn ending(facts: &Facts<'_>, ring: &Ring) -> String {
    let Some(over) = ring.over else {
        return "It lasts to the end of the recording.".to_owned();
    };
    let gave_up = |m: &&Member| {
        facts
            .waited(m.wait)
            .ended
            .is_some_and(|(when, _)| when == over)
    };
    let Some(member) = ring.members.iter().find(gave_up) else {
        return String::new();
    };
    let who = warn::name(facts.recording, member.task);
    let at = duration(over.at);
    // Of a task that was dropped, its waits go first, and all in the same instant.
    let dropped = facts
        .lived(member.task)
        .ended
        .filter(|(when, _)| when.at == over.at);
    match dropped {
        Some((_, End::Shutdown)) => {
            format!("Nothing ended it but the end of the program, at {at}.")
        }
        Some((_, End::Cancelled)) => format!("It ended at {at}, when {who} was cancelled."),
        _ => format!("It ended at {at}, when {who} gave up waiting."),
    }
}
