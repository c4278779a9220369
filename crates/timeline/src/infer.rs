//! Turns the log of a run into a recording: what Tokio does not say outright is worked out here, afterwards.
//!
//! Three things need inference. *Who woke whom, and why*: from the task that was running, else from the stack at the
//! wake. *What a task waits for* where Tokio reports no resource (channels, `Notify`, `JoinHandle` …): from the stack
//! where its waker was kept; such a wait is over when the task is polled after a wake that fits it, or when the
//! task's own code is seen to stand at another `.await`. *What tasks are called.*

mod aborts;
mod channels;
mod names;
mod sets;
mod timers;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    rc::Rc,
};

use self::{
    aborts::{Aborts, LastTurns, last_turns},
    channels::Channels,
    sets::Sets,
    timers::Timers,
};
pub(crate) use channels::MPSC;

use crate::{
    log::{Armed, Entries, Entry, Key, Kind, Log, Raw, RawKind, TaskIndex, Within},
    model::*,
    numbers::ByNumber,
    stack::{self, Resolved, ResolvedStack, Resolver, StackId},
    watch::Held,
};

/// The recording of what the log holds so far.
pub(crate) fn recording(log: &Log, outcome: Outcome) -> Recording {
    let mut inference = Inference::new(log, &log.entries);
    let turns = last_turns(log, &log.entries);
    inference.walk(&turns, log.entries.iter());
    inference.recording(outcome)
}

/// The recording of all that the log holds, which has no lines afterwards and gets no more: the two need not be in memory
/// at the same time.
pub(crate) fn last_recording(log: &mut Log, outcome: Outcome) -> Recording {
    log.closed = true;
    let mut entries = std::mem::take(&mut log.entries);
    let mut inference = Inference::new(log, &entries);
    let turns = last_turns(log, &entries);
    inference.walk(&turns, entries.drain());
    inference.recording(outcome)
}

/// Why nothing can run any more.
pub(crate) fn stall(log: &Log) -> Stall {
    let mut inference = Inference::new(log, &log.entries);
    let turns = last_turns(log, &log.entries);
    inference.walk(&turns, log.entries.iter());
    inference.stall()
}

/// Whether a poll of a task is under way, or a closure runs on the pool for blocking work.
pub(crate) fn is_running(log: &Log) -> bool {
    let mut running = 0i64;
    for (_, entry) in log.entries.of([Kind::PollStarted, Kind::PollEnded]) {
        match entry.what {
            Raw::PollStarted { .. } => running += 1,
            Raw::PollEnded { .. } => running -= 1,
            _ => {}
        }
    }
    running > 0
}

/// Whether some task may be woken by a socket, a signal or another process.
pub(crate) fn waits_for_outside(log: &mut Log) -> bool {
    const OUTSIDE: [&str; 4] = [
        "tokio::runtime::io",
        "tokio::net",
        "tokio::signal",
        "tokio::process",
    ];
    let parked: Vec<StackId> = log
        .tasks
        .iter()
        .filter(|t| !t.over)
        .flat_map(|t| t.parked.iter().copied())
        .collect();
    let mut resolver = None;
    for id in parked {
        if !log.outside.contains_key(&id) {
            let stack = resolver
                .get_or_insert_with(|| Resolver::new(&log.stacks))
                .resolve(id);
            log.outside
                .insert(id, OUTSIDE.iter().any(|part| stack.passes(part)));
        }
        if log.outside[&id] {
            return true;
        }
    }
    false
}

/// A wait that is not over.
struct Open {
    /// Its number in the recording; `None`: it was registered in the poll that is under way, and it is a wait only if
    /// the task still stands there when that poll returns.
    id: Option<WaitId>,
    /// How Tokio or the program tells it from others; `None`: it is known by its stack only.
    key: Option<Key>,
    stack: StackId,
    /// What to call it.
    operation: String,
    /// When it was registered, in the order of this poll; `None`: in an earlier poll.
    registered: Option<usize>,
    /// A wake has come that fits it.
    fired: bool,
    /// A wake has come that fits it, and others of the same task as well.
    perhaps: bool,
    /// The task whose end that wake told, where it fits the handles of several.
    perhaps_of: Option<TaskId>,
    /// The same, before the poll that is under way: so this poll shows which of them it was for.
    on_trial: bool,
    /// It is no wait that a reader would name: the future only polls others.
    hidden: bool,
    /// It is the waker of a set of futures, each of which it wakes by a waker of its own: see [`sets`].
    set: bool,
    /// The wake that fired it does not fit it, but there was nothing else that it could have been for.
    loosely: bool,
}

impl Open {
    /// A wait that has just been registered, as the n-th of this poll.
    fn new(key: Option<Key>, stack: StackId, operation: String, registered: usize) -> Self {
        Self {
            id: None,
            key,
            stack,
            operation,
            registered: Some(registered),
            fired: false,
            perhaps: false,
            perhaps_of: None,
            on_trial: false,
            hidden: false,
            set: false,
            loosely: false,
        }
    }
}

/// Whether the future keeps the waker anew in each poll in which it is not ready: so if it does not, it was.
fn registers_in_each_poll(open: &Open) -> bool {
    matches!(
        open.operation.as_str(),
        "mpsc::Receiver::recv" | "mpsc::UnboundedReceiver::recv"
    )
}

/// Somebody who took a lock, a share of it, or a permit.
#[derive(Clone, Copy)]
struct Holder {
    task: TaskId,
    /// What was taken is not bound to where it was taken: it may have been handed to another task.
    owned: bool,
    /// Where it was taken.
    at: StackId,
}

/// What is known of a semaphore beside the permits that Tokio says are left.
#[derive(Default)]
struct Permits {
    available: u64,
    /// How many there are, taken or not.
    total: u64,
    /// Something was taken or given back that Tokio did not report, so that nothing can be said of its holders.
    unclear: bool,
}

#[derive(Default)]
struct TaskState {
    open: Vec<Open>,
    ready: bool,
    /// The stacks seen in the poll that is under way: where the task's code stands now.
    stands: Vec<StackId>,
    /// The waits that seemed to be over when this poll began, though the wake did not fit them.
    doubtful: Vec<Open>,
}

struct Inference<'a> {
    log: &'a Log,
    resolver: Resolver<'a>,
    tasks: Vec<TaskState>,
    /// For each task a stack on which its async fn shows: the first that was seen.
    functions: Vec<Option<Rc<ResolvedStack>>>,
    /// The resources that occur in the recording, by their number in the log.
    resources: BTreeMap<usize, ResourceId>,
    by_key: HashMap<Key, WaitId, ByNumber>,
    waits: Vec<Wait>,
    events: Vec<Event>,
    holders: HashMap<ResourceId, Vec<Holder>, ByNumber>,
    permits: HashMap<ResourceId, Permits, ByNumber>,
    /// The semaphores, by their number in the log, whose permits Tokio does not tell rightly.
    miscounted: BTreeSet<usize>,
    channels: Channels,
    aborts: Aborts,
    sets: Sets,
    timers: Timers,
    at: Micros,
    /// What the clock said before it came to the time that it is.
    clock_before: Micros,
    /// The worker thread of the line of the log that is being read.
    worker: Option<u32>,
}

impl<'a> Inference<'a> {
    /// `entries`: the lines of the log.
    fn new(log: &'a Log, entries: &Entries) -> Self {
        let mut resolver = Resolver::new(&log.stacks);
        let channels = Channels::new(log, entries, &mut resolver);
        let mut inference = Self {
            log,
            resolver,
            channels,
            aborts: Aborts::new(log),
            sets: Sets::default(),
            timers: Timers::default(),
            tasks: log.tasks.iter().map(|_| TaskState::default()).collect(),
            functions: vec![None; log.tasks.len()],
            resources: BTreeMap::new(),
            by_key: HashMap::default(),
            waits: Vec::new(),
            // There is little in a recording that is no line of the log.
            events: Vec::with_capacity(entries.len() + entries.len() / 8),
            holders: HashMap::default(),
            permits: HashMap::default(),
            miscounted: BTreeSet::new(),
            at: 0,
            clock_before: 0,
            worker: None,
        };
        inference.count_permits(entries);
        inference
    }

    fn recording(self, outcome: Outcome) -> Recording {
        let names = names::names(&self.log.tasks, &self.functions);
        let mut places = Places::default();
        let tasks: Vec<_> = self
            .log
            .tasks
            .iter()
            .zip(names)
            .enumerate()
            .map(|(i, (raw, name))| Task {
                id: id(i),
                name,
                kind: match raw.kind {
                    RawKind::Main => TaskKind::Main,
                    RawKind::Spawned => TaskKind::Spawned,
                    RawKind::Local => TaskKind::Local,
                    RawKind::Blocking => TaskKind::Blocking,
                },
                place: raw.place.and_then(|p| places.of(p)),
                parent: raw.parent.map(id),
            })
            .collect();
        let mut resources: Vec<_> = self.resources.iter().map(|(raw, id)| (*id, *raw)).collect();
        resources.sort();
        let resources = resources.into_iter().map(|(id, raw)| {
            let channel = self.channels.get(raw);
            let raw = &self.log.resources[raw];
            Resource {
                id,
                type_name: channel.map_or(raw.type_name, |c| c.type_name).to_owned(),
                place: match channel {
                    Some(channel) => channel.place.clone(),
                    None => raw.place.and_then(|p| places.of(p)),
                },
                capacity: channel.and_then(|c| c.capacity),
                size: raw.size,
            }
        });
        Recording {
            format: FORMAT.to_owned(),
            version: VERSION,
            clock: self.log.clock,
            outcome,
            tasks,
            resources: resources.collect(),
            waits: self.waits,
            events: self.events,
            omitted: self.log.omitted,
            taken_during: None,
        }
    }

    fn walk(&mut self, turns: &LastTurns, entries: impl Iterator<Item = Entry>) {
        for (i, entry) in entries.enumerate() {
            if turns.no_polls.contains(&i) {
                continue;
            }
            if entry.at > self.at {
                self.worker = None;
                let from = std::mem::replace(&mut self.at, entry.at);
                self.clock_before = from;
                self.push(None, What::ClockAdvanced { from, to: entry.at });
            }
            self.worker = Some(entry.worker).filter(|worker| *worker > 0);
            self.entry(entry.during, &entry.what, turns.drops.contains(&i));
        }
        self.name_channels();
    }

    /// Finds the semaphores whose permits Tokio does not tell rightly: it does not report `try_acquire`, but reports when
    /// such a permit is given back. Then there are more than there can be; or a task waits though some are left.
    fn count_permits(&mut self, entries: &Entries) {
        let mut known: HashMap<usize, Permits, ByNumber> = HashMap::default();
        let mut waiting: HashMap<Key, (TaskIndex, usize), ByNumber> = HashMap::default();
        if !entries.has(Kind::Permits) {
            return;
        }
        let kinds = [Kind::Permits, Kind::Waits, Kind::WaitOver, Kind::Woken];
        for (_, entry) in entries.of(kinds) {
            match &entry.what {
                Raw::Permits {
                    resource,
                    available,
                    stack,
                } => {
                    let made = !known.contains_key(resource);
                    let permits = known.entry(*resource).or_default();
                    let before = std::mem::replace(&mut permits.available, *available);
                    if made {
                        permits.total = *available;
                    } else if *available > before && adds_permits(&self.resolver.resolve(*stack)) {
                        permits.total = u64::MAX;
                    } else if *available > permits.total {
                        self.miscounted.insert(*resource);
                    }
                }
                Raw::Waits {
                    task,
                    key: key @ Key::Operation(operation),
                    ..
                } => {
                    let resource = self.log.operations[*operation].resource;
                    let resource = resource.and_then(|r| self.log.public(r));
                    if let Some(resource) = resource
                        && let Some(permits) = known.get(&resource)
                    {
                        waiting.insert(*key, (*task, resource));
                        if permits.available > 0 {
                            self.miscounted.insert(resource);
                        }
                    }
                }
                Raw::WaitOver { key, .. } => {
                    waiting.remove(key);
                }
                // What is added goes to those who wait first, and only the rest is told.
                Raw::Woken { task, stack, .. }
                    if !waiting.is_empty() && adds_permits(&self.resolver.resolve(*stack)) =>
                {
                    for (_, resource) in waiting.values().filter(|(t, _)| t == task) {
                        known.entry(*resource).or_default().total = u64::MAX;
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, during: Option<TaskIndex>, what: What) {
        let step = self.events.len() as u32;
        self.events.push(Event {
            step,
            at: self.at,
            during: during.map(id),
            worker: self.worker,
            what,
        });
    }

    /// `dropped`: it begins a poll in which a task is dropped.
    fn entry(&mut self, during: Option<TaskIndex>, raw: &Raw, dropped: bool) {
        match raw {
            Raw::Spawned { task } => {
                self.tasks[*task].ready = true;
                self.aborts.made_ready(*task, self.is_queued(*task));
                self.push(during, What::TaskSpawned { task: id(*task) });
            }
            Raw::PollStarted { task, queue } => {
                let ready = self.tasks[*task].ready;
                self.aborts.poll_started(*task, *queue, ready);
                if dropped {
                    self.aborts.only_dropped(*task);
                } else if !ready && self.is_queued(*task) {
                    self.woken_unheard(*task);
                }
                self.poll_started(*task, dropped);
            }
            Raw::PollEnded {
                task,
                held,
                queue,
                real,
            } => {
                self.aborts.poll_ended(*task, *queue);
                self.poll_ended(*task, *held, *real);
            }
            Raw::Registered { task, key, stack } => self.registered(*task, *key, *stack),
            Raw::Woken {
                task,
                after,
                foreign,
                stack,
            } => self.woken(during, *task, *after, *foreign, *stack),
            Raw::Ended { task, how, stack } => {
                let (how, by) = self.ended(during, *task, *how, *stack);
                self.tasks[*task].doubtful.clear();
                for open in std::mem::take(&mut self.tasks[*task].open) {
                    let fired = open.fired || open.perhaps || open.on_trial;
                    let done =
                        (fired || self.sets.has_advanced(*task, &open)) && how == End::Completed;
                    if let Some(wait) = open.id {
                        self.wait_ended(Some(*task), wait, done);
                    }
                }
                self.push(
                    during,
                    What::TaskEnded {
                        task: id(*task),
                        how,
                        by: by.map(id),
                        panic: self.log.tasks[*task].panic.clone().map(|panic| Panic {
                            message: panic.message,
                            place: place(panic.place),
                        }),
                    },
                );
            }
            Raw::Waits {
                task,
                key,
                deadline,
                own,
                stack,
            } => {
                self.waits(*task, *key, *deadline, *stack);
                if let (Key::Operation(operation), Some(deadline)) = (*key, *deadline)
                    && self.log.operations[operation].source.starts_with("Sleep")
                {
                    let armed = Armed {
                        task: *task,
                        key: *key,
                        deadline,
                        own: *own,
                    };
                    self.timer_polled(operation, armed, *stack);
                }
            }
            Raw::Timer {
                operation,
                armed,
                stack,
            } => {
                self.timer_polled(*operation, *armed, *stack);
            }
            Raw::TimerReset {
                operation,
                deadline,
            } => self.timer_reset(*operation, *deadline),
            Raw::TimerOver { operation } => self.timer_over(*operation),
            Raw::WaitOver { key, done } => {
                if let Key::Operation(operation) = *key {
                    self.timer_over(operation);
                }
                // A wait that began after the bound of the recorder is not there.
                let Some(wait) = self.by_key.remove(key) else {
                    return;
                };
                let owner = index(self.wait(wait).task);
                let open = &mut self.tasks[owner].open;
                let stack = open.iter().find(|o| o.id == Some(wait)).map(|o| o.stack);
                let closed = open.iter().any(|o| o.id == Some(wait) && o.fired);
                let done = &(*done || closed);
                open.retain(|o| o.id != Some(wait));
                if let (true, Some(operation), Some(resource)) =
                    (*done, self.operated(*key), self.wait(wait).resource)
                    && self.permits.contains_key(&resource)
                {
                    let source = self.log.operations[operation].source;
                    let (many, owned) = (source.contains("many"), source.ends_with("_owned"));
                    self.permits.entry(resource).or_default().unclear |= many;
                    self.takes_permit(resource, Some(owner), owned, stack.unwrap_or(StackId::NONE));
                }
                self.wait_ended(during, wait, *done);
                if let (true, "timeout", Some(stack)) =
                    (*done, self.wait(wait).operation.as_str(), stack)
                {
                    self.ran_out(owner, stack);
                }
            }
            Raw::Held {
                resource,
                shared,
                stack,
            } => {
                let resource = self.resource(*resource);
                let task = during.map(id);
                let owned = self.resolver.resolve(*stack).passes("_owned");
                let at = *stack;
                let holder = task.map(|task| Holder { task, owned, at });
                self.holders.entry(resource).or_default().extend(holder);
                self.push(
                    during,
                    What::LockHeld {
                        resource,
                        task,
                        shared: *shared,
                    },
                );
            }
            Raw::Freed { resource, shared } => {
                // A lock reports that it is free when it is made.
                if !self.resources.contains_key(resource) {
                    return;
                }
                let resource = self.resource(*resource);
                let Some(task) = self.gives_back(resource, during) else {
                    return;
                };
                let task = Some(task);
                self.push(
                    during,
                    What::LockFreed {
                        resource,
                        task,
                        shared: *shared,
                    },
                );
            }
            Raw::Permits {
                resource,
                available,
                stack,
            } => {
                let clear = !self.miscounted.contains(resource);
                let resource = self.resource(*resource);
                let made = !self.permits.contains_key(&resource);
                self.permits_changed(during, resource, *available, *stack);
                // That a new one has none is no change.
                if clear && !(made && *available == 0) {
                    let available = *available;
                    self.push(
                        during,
                        What::PermitsChanged {
                            resource,
                            available,
                        },
                    );
                }
            }
            Raw::Channel {
                resource,
                change,
                stack,
            } => self.channel_changed(during, *resource, *change, *stack),
            Raw::Note { text, stack } => {
                if let (Some(task), Some(stack)) = (during, stack) {
                    self.learn_function(task, *stack);
                }
                let text = self.log.notes[*text].clone();
                self.push(during, What::Note { text });
            }
            Raw::Stalled => self.push(None, What::Stalled),
        }
    }

    /// Takes a holder of a resource off the list: the task that is running, if it is one, else the first.
    fn gives_back(&mut self, resource: ResourceId, during: Option<TaskIndex>) -> Option<TaskId> {
        let holders = self.holders.get_mut(&resource)?;
        let own = |h: &Holder| Some(h.task) == during.map(id);
        let gone = holders
            .iter()
            .position(own)
            .or(holders.iter().position(|h| h.owned))
            .or((!holders.is_empty()).then_some(0))?;
        Some(holders.remove(gone).task)
    }

    /// A semaphore has another number of permits: somebody took some or gave some back, or it was made.
    fn permits_changed(
        &mut self,
        during: Option<TaskIndex>,
        resource: ResourceId,
        available: u64,
        at: StackId,
    ) {
        let stack = self.resolver.resolve(at);
        let made = !self.permits.contains_key(&resource);
        let permits = self.permits.entry(resource).or_default();
        let before = std::mem::replace(&mut permits.available, available);
        if made {
            permits.total = available;
        } else if available < before {
            // A part of what many ask for can be taken, or given back, without a word.
            permits.unclear |= stack.passes("acquire_many") || available + 1 < before;
            self.takes_permit(resource, during, stack.passes("_owned"), at);
        } else if adds_permits(&stack) {
            permits.total = u64::MAX;
        } else {
            for _ in before..available {
                self.gives_back(resource, during);
            }
        }
    }

    fn takes_permit(
        &mut self,
        resource: ResourceId,
        during: Option<TaskIndex>,
        owned: bool,
        at: StackId,
    ) {
        let holders = self.holders.entry(resource).or_default();
        holders.extend(during.map(|task| Holder {
            task: id(task),
            owned,
            at,
        }));
        let count = holders.len() as u64;
        let permits = self.permits.entry(resource).or_default();
        permits.unclear |= count > permits.total || during.is_none();
    }

    /// A permit may be handed from the one who gives it back to the one who waits, and never be free in between.
    /// `added`: it is a new one.
    fn permit_handed_over(&mut self, during: Option<TaskIndex>, task: TaskIndex, added: bool) {
        let waits = self.tasks[task].open.iter().filter_map(|o| o.id);
        let semaphores: BTreeSet<ResourceId> = waits
            .filter_map(|w| self.wait(w).resource)
            .filter(|r| self.permits.contains_key(r))
            .collect();
        let mut semaphores = semaphores.into_iter();
        match (semaphores.next(), semaphores.next()) {
            (Some(one), None) if added => {
                self.permits.entry(one).or_default().total = u64::MAX;
            }
            (Some(one), None) => {
                self.gives_back(one, during);
            }
            // Which of them it was cannot be told.
            (one, other) => {
                for resource in one.into_iter().chain(other).chain(semaphores) {
                    self.permits.entry(resource).or_default().unclear = true;
                }
            }
        }
    }

    /// `dropped`: the task is not polled but dropped, and has nothing of what it waited for.
    fn poll_started(&mut self, task: TaskIndex, dropped: bool) {
        self.push(Some(task), What::PollStarted { task: id(task) });
        let state = &mut self.tasks[task];
        state.ready = false;
        state.stands.clear();
        for open in &mut state.open {
            open.registered = None;
            open.on_trial = std::mem::take(&mut open.perhaps);
        }
        state.doubtful.clear();
        let fired = state
            .open
            .extract_if(.., |o| o.key.is_none() && o.fired && !dropped);
        for open in fired.collect::<Vec<_>>() {
            if let Some(wait) = open.id {
                self.channels.over(task, wait, open.stack);
                self.wait_ended(Some(task), wait, true);
            }
            if open.loosely {
                self.tasks[task].doubtful.push(open);
            }
        }
    }

    fn poll_ended(&mut self, task: TaskIndex, held: Held, real_nanos: Option<u64>) {
        self.channels.poll_ended(task);
        self.try_sets(task);
        // Where the task's code stood last tells which of its waits are gone: nobody reports that.
        let mut state = std::mem::take(&mut self.tasks[task]);
        let stands = &state.stands;
        let gone = state.open.extract_if(.., |o| {
            let later = o.registered.map_or(0, |at| at + 1);
            let silent = o.on_trial && o.registered.is_none() && registers_in_each_poll(o);
            let mut later = stands[later..].iter();
            o.key.is_none() && (silent || later.any(|now| self.excludes(o.stack, *now)))
        });
        let gone: Vec<Open> = gone.collect();
        // It goes on waiting, and has left its waker with nobody else: it was woken for nothing.
        let again = state.stands.is_empty() && state.open.is_empty();
        let doubtful = state.doubtful.drain(..).filter(|_| again);
        state.open.extend(doubtful.map(|o| Open {
            registered: None,
            ..Open::new(None, o.stack, o.operation, 0)
        }));
        state.stands.clear();
        self.tasks[task] = state;
        // Where one wake fitted several waits, it was for those that are gone.
        let known = gone.iter().any(|o| o.on_trial);
        let mut handles = gone.iter().filter(|o| o.on_trial && o.perhaps_of.is_some());
        if let (Some(handle), None) = (handles.next(), handles.next())
            && let Some(wait) = handle.id
        {
            self.waits[wait.0 as usize - 1].target = handle.perhaps_of;
        }
        for (wait, done) in gone
            .into_iter()
            .filter_map(|o| {
                let done = o.on_trial || o.perhaps || self.sets.has_advanced(task, &o);
                Some((o.id?, done))
            })
            .collect::<Vec<_>>()
        {
            self.wait_ended(Some(task), wait, done);
        }
        let open = &mut self.tasks[task].open;
        let again = !known && open.iter().all(|o| !o.on_trial || o.registered.is_some());
        let mut anew = Vec::new();
        for open in open.iter_mut() {
            match std::mem::take(&mut open.on_trial) {
                // All of them are awaited again, and which of them had come cannot be told.
                true if again => anew.extend(open.id.take()),
                // Not even that it was one of these.
                true if !known => open.perhaps = true,
                _ => {}
            }
        }
        // A sender that had room made for it, and was not done, has no more than it had before.
        open.iter_mut().for_each(|o| o.fired &= o.key.is_none());
        for wait in anew {
            self.wait_ended(Some(task), wait, true);
        }
        self.show_sets(task);
        for i in 0..self.tasks[task].open.len() {
            let open = &self.tasks[task].open[i];
            if open.id.is_none() && !open.hidden {
                self.begin_wait(task, i);
            }
        }
        self.push(
            Some(task),
            What::PollEnded {
                task: id(task),
                blocked: held == Held::Blocked,
                computed: held == Held::Computed,
                real_nanos,
            },
        );
    }

    /// A timeout is over that a task waited for: so what it limits is dropped, with all that this waited for.
    fn ran_out(&mut self, task: TaskIndex, timeout: StackId) {
        let timeout = self.resolver.resolve(timeout);
        let polls = |f: &Resolved| f.symbol.contains("timeout::Timeout");
        let Some(at) = timeout.frames.iter().position(polls) else {
            return;
        };
        let outside = &timeout.frames[at + 1..];
        let open = std::mem::take(&mut self.tasks[task].open);
        let (inside, open) = open.into_iter().partition(|o| {
            let frames = &self.resolver.resolve(o.stack).frames;
            let Some(within) = frames.len().checked_sub(outside.len() + 1) else {
                return false;
            };
            let same = |(a, b): (&Resolved, &Resolved)| a.address == b.address;
            // The handle of a task keeps the same waker when it is awaited again, and would not be seen any more.
            o.key.is_none()
                && !o.operation.starts_with("Join")
                && polls(&frames[within])
                && frames[within + 1..].iter().zip(outside).all(same)
        });
        self.tasks[task].open = open;
        let inside: Vec<Open> = inside;
        for wait in inside.into_iter().filter_map(|o| o.id) {
            self.wait_ended(Some(task), wait, false);
        }
    }

    /// Whether a task whose code stands at `now` can no longer stand at `before`: an async body is at one `.await`.
    fn excludes(&mut self, before: StackId, now: StackId) -> bool {
        let (before, now) = (self.resolver.resolve(before), self.resolver.resolve(now));
        let mut outer: Option<&Resolved> = None;
        for (b, n) in before.frames.iter().rev().zip(now.frames.iter().rev()) {
            if b.address != n.address {
                // Closures that poll several futures in turn, as `join!` and `select!` make them, stand at all of them.
                let polls_many = outer.is_some_and(|o| {
                    o.symbol.contains("poll_fn")
                        || o.symbol.contains("FnMut")
                        || o.symbol.contains("FnOnce")
                });
                return b.symbol == n.symbol && b.own && !polls_many;
            }
            outer = Some(b);
        }
        false
    }

    fn registered(&mut self, task: TaskIndex, key: Option<Key>, stack: StackId) {
        self.learn_function(task, stack);
        let state = &mut self.tasks[task];
        let at = state.stands.len();
        state.stands.push(stack);
        if key.is_some() {
            return;
        }
        if let Some(open) = state
            .open
            .iter_mut()
            .find(|o| o.key.is_none() && o.stack == stack)
        {
            open.registered = Some(at);
            return;
        }
        let resolved = self.resolver.resolve(stack);
        let operation = resolved.called.clone().or(resolved.future.clone());
        let operation = operation.unwrap_or_else(|| "unknown".to_owned());
        let open = Open {
            // It is woken whenever one of its local tasks is; what the future inside waits for is a wait of its own.
            hidden: operation == "LocalSet::run_until",
            // It is over in the next poll, whoever causes that.
            fired: operation == "yield_now",
            set: sets::is_set(&resolved),
            ..Open::new(None, stack, operation, at)
        };
        if open.set {
            self.timers.kept_by_set(task, stack);
        }
        self.tasks[task].open.push(open);
    }

    /// A future that Tokio reports, or that the program labelled, has returned `Pending`.
    fn waits(&mut self, task: TaskIndex, key: Key, deadline: Option<Micros>, stack: StackId) {
        self.learn_function(task, stack);
        let state = &mut self.tasks[task];
        let at = state.stands.len();
        state.stands.push(stack);
        let operation = match key {
            Key::Label(_) => "future".to_owned(),
            Key::Operation(operation) => self.operation(operation, stack),
        };
        let open = Open::new(Some(key), stack, operation, at);
        self.tasks[task].open.push(open);
        self.begin_wait(task, self.tasks[task].open.len() - 1);
        if let Some(wait) = self.waits.last_mut() {
            wait.deadline = deadline;
        }
    }

    /// What an operation is called that Tokio reports.
    fn operation(&mut self, operation: usize, stack: StackId) -> String {
        let stack = self.resolver.resolve(stack);
        match self.log.operations[operation].source {
            "Sleep::new_timeout" | "Sleep::reset" if is_limit(&stack) => "timeout".to_owned(),
            "Sleep::new_timeout" | "Sleep::reset" => "sleep".to_owned(),
            "Interval::poll_tick" => "Interval::tick".to_owned(),
            "Receiver::await" => "oneshot::Receiver".to_owned(),
            // A semaphore inside something else, such as a channel: its own name says nothing.
            "Acquire::new" => stack.called.clone().unwrap_or_else(|| "unknown".to_owned()),
            // That of a `OnceCell`, which is no semaphore to those who use it.
            source if source.starts_with("Semaphore::") && !self.is_public(operation) => {
                stack.called.clone().unwrap_or_else(|| source.to_owned())
            }
            source => source.to_owned(),
        }
    }

    /// Whether it is an operation on something that the program made.
    fn is_public(&self, operation: usize) -> bool {
        let resource = self.log.operations[operation].resource;
        resource.is_some_and(|r| self.log.public(r).is_some())
    }

    /// The operation that a wait consists of: also inside a label, if it waits for nothing else.
    fn operated(&self, key: Key) -> Option<usize> {
        match key {
            Key::Operation(operation) => Some(operation),
            Key::Label(label) => match self.log.labels[label].inside {
                Within::Operation(operation) => Some(operation),
                Within::Nothing | Within::Other => None,
            },
        }
    }

    /// Enters a wait into the recording.
    fn begin_wait(&mut self, task: TaskIndex, open: usize) {
        let wait = WaitId(self.waits.len() as u32 + 1);
        let open = &mut self.tasks[task].open[open];
        open.id = Some(wait);
        let (key, operation, at) = (open.key, open.operation.clone(), open.stack);
        let label = match key {
            Some(Key::Label(label)) => Some(self.log.labels[label].name.clone()),
            _ => None,
        };
        let resource = match key.and_then(|key| self.operated(key)) {
            Some(operation) => {
                let public = self.log.operations[operation]
                    .resource
                    .and_then(|r| self.log.public(r))
                    .filter(|r| !self.channels.is_hidden(*r));
                // A timer that nobody else can see is no more than the wait itself.
                public
                    .filter(|r| self.log.resources[*r].type_name != "Sleep")
                    .map(|r| self.resource(r))
            }
            _ => None,
        };
        let stack = self.resolver.resolve(at).own.clone();
        let place = stack.first().map(|f| f.place.clone());
        let task_id = id(task);
        self.waits.push(Wait {
            id: wait,
            task: task_id,
            operation,
            label,
            resource,
            target: None,
            deadline: None,
            place,
            stack,
        });
        match key {
            Some(key) => {
                self.by_key.insert(key, wait);
            }
            None => self.waits_for_message(wait, at),
        }
        self.push(Some(task), What::WaitStarted { wait });
    }

    fn wait_ended(&mut self, during: Option<TaskIndex>, wait: WaitId, done: bool) {
        let how = if done {
            WaitEnd::Done
        } else {
            WaitEnd::Abandoned
        };
        self.push(during, What::WaitEnded { wait, how });
    }

    fn woken(
        &mut self,
        during: Option<TaskIndex>,
        task: TaskIndex,
        after: Option<TaskIndex>,
        foreign: bool,
        stack: StackId,
    ) {
        self.room_handed_over(during, task, stack);
        let (stack, at) = (self.resolver.resolve(stack), stack);
        let blocking = |t: TaskIndex| self.log.tasks[t].kind == RawKind::Blocking;
        let ends_a_task =
            stack.passes("wake_join") || stack.passes("Harness") && stack.passes("complete");
        let cause = match (during, after) {
            (Some(t), _) if foreign && !blocking(t) => Cause::Outside,
            // A local task ends inside the poll of the one that drives its set.
            (Some(_), _) if ends_a_task && self.local_that_ended().is_some() => Cause::End {
                task: self.local_that_ended().map_or(id(task), id),
            },
            (Some(t), _) => {
                let operation = match stack.called.clone() {
                    _ if stack.passes("task::coop") => Some("budget".to_owned()),
                    _ if t == task && sets::gives_way(&stack) => Some(sets::SET.to_owned()),
                    operation => operation,
                };
                let place = stack.place();
                match t == task {
                    true => Cause::Itself { operation, place },
                    false => Cause::Task {
                        task: id(t),
                        operation,
                        place,
                    },
                }
            }
            (None, Some(t)) => Cause::End { task: id(t) },
            (None, None) if stack.passes("runtime::time") => Cause::Timer {
                wait: self.timer_that_fired(task, at, &stack),
            },
            (None, None) if foreign => match ends_a_task {
                true => self
                    .blocking_that_ended()
                    .map_or(Cause::Outside, |t| Cause::End { task: id(t) }),
                false => Cause::Outside,
            },
            (None, None) if stack.passes("scheduler::defer") || stack.passes("wake_deferred") => {
                Cause::Itself {
                    operation: Some("yield_now".to_owned()),
                    place: self.yield_place(task),
                }
            }
            (None, None) if stack.passes("runtime::io") => Cause::Outside,
            // A task is dropped with the runtime that another one awaits.
            (None, None) if ends_a_task => match self.events.last().map(|e| &e.what) {
                Some(What::TaskEnded { task, .. }) => Cause::End { task: *task },
                _ => Cause::Unknown,
            },
            (None, None) => Cause::Unknown,
        };
        self.fire(task, &cause, &stack);
        if stack.passes("SemaphorePermit") || adds_permits(&stack) {
            self.permit_handed_over(during, task, adds_permits(&stack));
        }
        let state = &mut self.tasks[task];
        let redundant = std::mem::replace(&mut state.ready, true);
        if !redundant {
            self.aborts
                .made_ready(task, !foreign && self.is_queued(task));
        }
        self.push(
            during.or(after),
            What::Woken {
                task: id(task),
                cause,
                redundant,
            },
        );
    }

    /// A task is polled that nobody was heard to wake: a thread did that does not belong to the runtime.
    fn woken_unheard(&mut self, task: TaskIndex) {
        let nowhere = self.resolver.resolve(StackId::NONE);
        self.fire(task, &Cause::Outside, &nowhere);
        let what = What::Woken {
            task: id(task),
            cause: Cause::Outside,
            redundant: false,
        };
        self.push(None, what);
    }

    /// Whether a task stands in the runtime's own queue when it is ready.
    fn is_queued(&self, task: TaskIndex) -> bool {
        self.log.tasks[task].kind == RawKind::Spawned
    }

    /// The local task whose end is what happened last.
    fn local_that_ended(&self) -> Option<TaskIndex> {
        let last = self.events.iter().rev().find_map(|e| match e.what {
            What::PollEnded { .. } | What::WaitEnded { .. } => None,
            What::TaskEnded { task, .. } => Some(Some(index(task))),
            // It wakes the one that drives the set as well, and perhaps others.
            What::Woken {
                cause: Cause::End { task },
                ..
            } => Some(Some(index(task))),
            _ => Some(None),
        });
        last.flatten()
            .filter(|t| self.log.tasks[*t].kind == RawKind::Local)
    }

    /// The closure on the pool for blocking work that ended last.
    fn blocking_that_ended(&self) -> Option<TaskIndex> {
        self.events.iter().rev().find_map(|e| match e.what {
            What::TaskEnded { task, .. }
                if self.log.tasks[index(task)].kind == RawKind::Blocking =>
            {
                Some(index(task))
            }
            _ => None,
        })
    }

    /// Where a task stands that yielded.
    fn yield_place(&self, task: TaskIndex) -> Option<Place> {
        let waits = self.tasks[task]
            .open
            .iter()
            .rev()
            .filter_map(|o| o.id)
            .map(|w| self.wait(w));
        waits
            .into_iter()
            .find(|w| w.operation == "yield_now")
            .and_then(|w| w.place.clone())
    }

    /// Marks the waits of a task that a wake fits.
    fn fire(&mut self, task: TaskIndex, cause: &Cause, stack: &ResolvedStack) {
        let in_set = stack.passes("idle_notified_set");
        let by_hand = matches!(
            cause,
            Cause::Task { .. } | Cause::Itself { .. } | Cause::Timer { .. }
        );
        if sets::wakes(stack) {
            self.fire_set(task, cause);
        }
        // A task that yielded, or that has used up its budget, is woken by the runtime, whatever else it waits for; and so
        // is one whose set of futures gives way.
        let deferred =
            matches!(cause, Cause::Itself { operation: Some(o), .. } if o == "yield_now");
        let no_reason =
            deferred || matches!(cause, Cause::Itself { operation: Some(o), .. } if o == sets::SET);
        let state = &mut self.tasks[task];
        let only = state.open.len() == 1 && !no_reason;
        let ends = matches!(cause, Cause::End { .. });
        let mut fitting = Vec::new();
        for (i, open) in state.open.iter_mut().enumerate() {
            if open.set {
                continue;
            }
            let told = match open.key {
                // A sender that waits for room: that its channel was closed is not told.
                Some(Key::Operation(o)) => self.log.operations[o].source != "Acquire::new",
                Some(Key::Label(_)) => true,
                None => false,
            };
            let handle = open.operation == "JoinHandle";
            let fits = match cause {
                _ if deferred => self.resolver.resolve(open.stack).passes("task::coop"),
                // The end of one task is for one handle, and one that has had it gets no other.
                Cause::End { .. } => {
                    open.operation.starts_with("Join")
                        && handle != in_set
                        && !(handle && open.fired)
                }
                Cause::Task {
                    operation: Some(o), ..
                }
                | Cause::Itself {
                    operation: Some(o), ..
                } => family(o) == family(&open.operation),
                _ => false,
            };
            // The end of a task sends no message, and notifies nobody; and nothing else ends a wait for one.
            let other = match ends {
                true => matches!(
                    family(&open.operation),
                    "mpsc" | "broadcast" | "watch" | "Notify"
                ),
                false => handle && by_hand,
            };
            let loosely = only && !other && open.key.is_none() && !(handle && open.fired);
            if !told && (fits || loosely) {
                open.loosely = !fits;
                fitting.push(i);
            }
        }
        // Of handles that are awaited on the same line in the same way, any may be taken for the one whose task this is.
        let seen = |i: &usize| {
            let wait = state.open[*i].id?;
            let wait = &self.waits[wait.0 as usize - 1];
            Some((wait.place.clone(), wait.stack.clone()))
        };
        let handles = ends && !in_set;
        if handles
            && let [first, others @ ..] = fitting.as_slice()
            && others.iter().all(|i| seen(i) == seen(first))
        {
            fitting.truncate(1);
        }
        let several = fitting.iter().filter(|i| state.open[**i].key.is_none());
        let several = several.count() > 1 && (handles || !ends);
        for i in fitting {
            let open = &mut state.open[i];
            if let (true, Cause::End { task }) = (several, cause) {
                open.perhaps_of = Some(*task);
            }
            match several && open.key.is_none() {
                true => open.perhaps = true,
                false => open.fired = true,
            }
            if let (false, Cause::End { task }, Some(wait), "JoinHandle") =
                (several, cause, open.id, open.operation.as_str())
            {
                self.waits[wait.0 as usize - 1].target = Some(*task);
            }
        }
    }

    /// Takes the name of the async fn that a task consists of from the first stack in which it shows.
    fn learn_function(&mut self, task: TaskIndex, stack: StackId) {
        if self.functions[task].is_some() || self.log.tasks[task].kind == RawKind::Main {
            return;
        }
        let stack = self.resolver.resolve(stack);
        // What a destructor does is no sign of the function that it ends.
        if stack.passes("drop_future_or_output") {
            return;
        }
        self.functions[task] = Some(stack);
    }

    fn resource(&mut self, raw: usize) -> ResourceId {
        let next = ResourceId(self.resources.len() as u32 + 1);
        *self.resources.entry(raw).or_insert(next)
    }

    fn wait(&self, id: WaitId) -> &Wait {
        &self.waits[id.0 as usize - 1]
    }

    /// The task whose handle a task awaits that is stuck, where it can be no other: one that has ended would not keep
    /// anybody waiting. Nobody left but the task itself: it awaits its own handle.
    fn awaited(&self, task: TaskIndex, wait: WaitId) -> Option<TaskId> {
        let handles = self.tasks[task].open.iter();
        let handles = handles.filter(|o| o.id.is_some() && o.operation == "JoinHandle");
        if self.wait(wait).operation != "JoinHandle" || handles.count() != 1 {
            return None;
        }
        let living = |t: &TaskIndex| {
            let it = &self.log.tasks[*t];
            it.kept && !it.over && it.kind != RawKind::Main
        };
        let mut others = (0..self.tasks.len()).filter(|t| living(t) && *t != task);
        match (others.next(), others.next()) {
            (Some(only), None) => Some(id(only)),
            (None, _) => living(&task).then_some(id(task)),
            _ => None,
        }
    }

    fn stall(mut self) -> Stall {
        let taken_at: BTreeSet<StackId> = self.holders.values().flatten().map(|h| h.at).collect();
        let places: BTreeMap<StackId, Option<Place>> = taken_at
            .into_iter()
            .map(|at| (at, self.resolver.resolve(at).place()))
            .collect();
        let waiting: Vec<Stuck> = self
            .tasks
            .iter()
            .enumerate()
            .filter(|(i, _)| !self.log.tasks[*i].over)
            .map(|(i, state)| {
                let on = |wait: WaitId| {
                    let mut held_by: Vec<TaskId> = self.awaited(i, wait).into_iter().collect();
                    let (mut taken_by, mut lost) = (Vec::new(), Vec::new());
                    if let Some(resource) = self.wait(wait).resource {
                        let permits = self.permits.get(&resource);
                        let unclear = permits.is_some_and(|p| p.unclear);
                        let miscounted = |raw| self.resources.get(raw) == Some(&resource);
                        // Who adds permits by hand may make up for some that were forgotten, which is not told.
                        let added = permits.is_some_and(|p| p.total == u64::MAX);
                        if !unclear && !added && !self.miscounted.iter().any(miscounted) {
                            for holder in self.holders.get(&resource).into_iter().flatten() {
                                if permits.is_some() && self.log.tasks[index(holder.task)].over {
                                    lost.push(Lost {
                                        task: holder.task,
                                        place: places.get(&holder.at).cloned().flatten(),
                                        owned: holder.owned,
                                    });
                                    continue;
                                }
                                let list = match permits.is_some() || holder.owned {
                                    true => &mut taken_by,
                                    false => &mut held_by,
                                };
                                if !list.contains(&holder.task) {
                                    list.push(holder.task);
                                }
                            }
                        }
                    }
                    let (other_end, unused) = self.other_end(wait);
                    StuckOn {
                        wait,
                        held_by,
                        taken_by,
                        lost,
                        other_end,
                        unused,
                    }
                };
                Stuck {
                    task: id(i),
                    on: state.open.iter().filter_map(|o| o.id).map(on).collect(),
                }
            })
            .collect();
        Stall {
            // Beyond the bound of the recorder, locks may have been given back and taken by others.
            cycle: match self.log.omitted {
                0 => cycle(&waiting),
                _ => Vec::new(),
            },
            waiting,
        }
    }
}

/// A ring of tasks, each of which holds what the one before it waits for: the first that is found.
///
/// What was only taken by a task may be held by another one now. In a ring of several it is taken for its holder; alone
/// it would wait for itself, which is just what a guard looks like that was sent to somebody else.
fn cycle(waiting: &[Stuck]) -> Vec<TaskId> {
    let next = |task: TaskId| {
        let stuck = waiting.iter().find(|s| s.task == task)?;
        stuck.on.iter().find_map(|on| {
            let sole = |tasks: &[TaskId]| match tasks {
                [one] if *one != task => Some(*one),
                _ => None,
            };
            let holder = on.held_by.first().copied();
            holder.or(sole(&on.taken_by)).or(sole(&on.other_end))
        })
    };
    for start in waiting {
        let mut path = vec![start.task];
        while let Some(task) = next(path[path.len() - 1]) {
            if let Some(at) = path.iter().position(|t| *t == task) {
                return path.split_off(at);
            }
            path.push(task);
        }
    }
    Vec::new()
}

/// Whether a semaphore gets more permits than it had; giving one back looks the same further inside.
fn adds_permits(stack: &stack::ResolvedStack) -> bool {
    stack.passes("add_permits") && !stack.passes("SemaphorePermit")
}

/// Whether a timer is that of a timeout itself, and not one of the future that it limits.
fn is_limit(stack: &stack::ResolvedStack) -> bool {
    let is_timer = |f: &&Resolved| f.symbol.contains("sleep::Sleep");
    let mut outside = stack.frames.iter().skip_while(|f| !is_timer(f));
    stack.passes("time::timeout::poll_delay")
        || outside
            .find(|f| !is_timer(f) && stack::crate_of(&f.symbol) != "core")
            .is_some_and(|f| f.symbol.contains("stream_ext::timeout"))
}

/// What belongs together in names such as `mpsc::Sender::send` and `mpsc::Receiver::recv`.
fn family(operation: &str) -> &str {
    let first = operation.split("::").next().unwrap_or(operation);
    match first {
        "MutexGuard" | "Mutex" | "OwnedMutexGuard" => "Mutex",
        "CancellationToken" | "DropGuard" | "DropGuardRef" => "CancellationToken",
        "TaskTracker" | "TaskTrackerToken" => "TaskTracker",
        first => first,
    }
}

pub(crate) fn id(task: TaskIndex) -> TaskId {
    TaskId(task as u32 + 1)
}

fn index(task: TaskId) -> TaskIndex {
    task.0 as usize - 1
}

/// The places that Tokio reports, most of them in the same few files.
#[derive(Default)]
struct Places {
    /// The file of the last one, and what it is called where stacks tell of it; `None`: it is a library's.
    last: Option<(&'static str, Option<String>)>,
    roots: HashMap<String, String>,
}

impl Places {
    /// As [`place`].
    fn of(&mut self, (file, line): (&'static str, u32)) -> Option<Place> {
        if !self
            .last
            .as_ref()
            .is_some_and(|(last, _)| std::ptr::eq(*last, file))
        {
            let own = !stack::in_library(file);
            let shown = own.then(|| stack::relative(Path::new(file), &mut self.roots));
            self.last = Some((file, shown));
        }
        let (_, shown) = self.last.as_ref()?;
        shown.clone().map(|file| Place { file, line })
    }
}

/// A place that Tokio reports, unless it is inside a library.
fn place(place: (&'static str, u32)) -> Option<Place> {
    Places::default().of(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// rustc may be given a file by its whole path, and Tokio then tells that.
    #[test]
    fn a_file_is_called_the_same_as_in_a_stack() {
        let mut places = Places::default();
        let mut of = |file| places.of((file, 8)).map(|place| place.file);
        let whole = concat!(env!("CARGO_MANIFEST_DIR"), "/src/infer.rs");
        assert_eq!(of(whole).as_deref(), Some("crates/timeline/src/infer.rs"));
        assert_eq!(of("src/main.rs").as_deref(), Some("src/main.rs"));
        assert_eq!(of("/rustc/1/library/core/src/lib.rs"), None);
    }
}
