//! What the recorder writes down while the program runs: little, and nothing that needs thought.
//!
//! Everything that takes inference (who woke whom and why, what a task is called, which wait a wake ends) happens
//! afterwards, in [`crate::infer`]. That keeps the program's own timing close to what it is without a recorder.

mod entries;

use std::collections::{BTreeSet, HashMap};

use crate::{
    model::{Clock, End, Micros},
    numbers::InOrder,
    stack::{StackId, Stacks},
    watch::Held,
};

pub(crate) use self::entries::{Entries, Kind};

/// A task, by its index in [`Log::tasks`].
pub(crate) type TaskIndex = usize;

/// What a task waits through: a resource's operation that Tokio reports, or a future that the program labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// An operation on a resource, by its index in [`Log::operations`].
    Operation(usize),
    /// A labelled future, by its index in [`Log::labels`].
    Label(usize),
}

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) at: Micros,
    pub(crate) during: Option<TaskIndex>,
    /// From 1; 0: no worker thread.
    pub(crate) worker: u32,
    pub(crate) what: Raw,
}

/// What happened, as far as it is known at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Raw {
    Spawned {
        task: TaskIndex,
    },
    /// `queue`: how many tasks are ready on the runtime's one thread, without those that other threads made ready.
    PollStarted {
        task: TaskIndex,
        queue: Option<u32>,
    },
    PollEnded {
        task: TaskIndex,
        held: Held,
        queue: Option<u32>,
        /// How long it took by the computer's clock, in nanoseconds, where that is asked for.
        real: Option<u64>,
    },
    /// Somebody keeps the task's waker; `key` says through which operation, where that is known.
    Registered {
        task: TaskIndex,
        key: Option<Key>,
        stack: StackId,
    },
    /// `after`: the task whose poll the runtime is closing. `foreign`: another thread did it.
    Woken {
        task: TaskIndex,
        after: Option<TaskIndex>,
        foreign: bool,
        stack: StackId,
    },
    /// `stack`: where its future was dropped, for a task that may have returned.
    Ended {
        task: TaskIndex,
        how: End,
        stack: Option<StackId>,
    },
    Waits {
        task: TaskIndex,
        key: Key,
        deadline: Option<Micros>,
        /// For an operation that is a timer: it keeps the task's own waker.
        own: bool,
        stack: StackId,
    },
    /// What is known of a timer that is in the runtime's wheel, where [`Raw::Waits`] does not say it: inside something else
    /// that is waited for, or with another waker than before. `stack`: where it was polled, for one that keeps a waker
    /// that is not the task's own.
    Timer {
        operation: usize,
        armed: Armed,
        stack: StackId,
    },
    /// A timer has another deadline, and keeps the waker that it has.
    TimerReset {
        operation: usize,
        deadline: Micros,
    },
    /// Such a timer is over: it has run out and was polled, or was dropped.
    TimerOver {
        operation: usize,
    },
    WaitOver {
        key: Key,
        done: bool,
    },
    Held {
        resource: usize,
        shared: bool,
        stack: StackId,
    },
    Freed {
        resource: usize,
        shared: bool,
    },
    Permits {
        resource: usize,
        available: u64,
        stack: StackId,
    },
    /// Something happened to a channel. `stack`: where a message was received.
    Channel {
        resource: usize,
        change: ChannelChange,
        stack: Option<StackId>,
    },
    /// `text`: its place in [`Log::notes`]. `stack`: for the first line of a task, to learn what it is called.
    Note {
        text: usize,
        stack: Option<StackId>,
    },
    Stalled,
}

/// What a panic said, and where it was.
#[derive(Clone, Debug)]
pub(crate) struct RawPanic {
    pub(crate) message: Option<String>,
    pub(crate) place: (&'static str, u32),
}

/// What can happen to a channel, as far as Tokio reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChannelChange {
    /// A bounded one has room for so many messages more.
    Room(u64),
    /// The message of a oneshot was sent.
    Sent,
    /// The message of a oneshot was received.
    Received,
    /// One of its ends is gone.
    SenderGone,
    ReceiverGone,
    /// Nobody has any part of it any more.
    Gone,
}

/// What kind of task Tokio says it is, before it is known what to call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawKind {
    Main,
    Spawned,
    Local,
    Blocking,
}

#[derive(Debug)]
pub(crate) struct RawTask {
    pub(crate) name: String,
    pub(crate) kind: RawKind,
    pub(crate) place: Option<(&'static str, u32)>,
    pub(crate) parent: Option<TaskIndex>,
    pub(crate) tokio_id: Option<u64>,
    /// How often its future was entered since the runtime began to poll it: once to poll it, once more to drop it.
    pub(crate) entered: u32,
    pub(crate) panicked: bool,
    pub(crate) panic: Option<RawPanic>,
    pub(crate) over: bool,
    /// It has said something: that is enough to learn what it is called.
    pub(crate) spoke: bool,
    /// Where its waker was left with something that Tokio does not report.
    pub(crate) parked: BTreeSet<StackId>,
    /// How many tasks had this place before it: one of their wakers may still be about.
    pub(crate) generation: u16,
    /// How many handles of its span there are.
    pub(crate) handles: u32,
    /// A line of the log is about it: then it stays, also when it is over.
    pub(crate) kept: bool,
}

#[cfg(test)]
impl RawTask {
    /// A task of which nothing is known but its name.
    pub(crate) fn called(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: RawKind::Spawned,
            place: None,
            parent: None,
            tokio_id: None,
            entered: 0,
            panicked: false,
            panic: None,
            over: false,
            spoke: false,
            parked: BTreeSet::new(),
            generation: 0,
            handles: 0,
            kept: false,
        }
    }
}

#[derive(Debug)]
pub(crate) struct RawResource {
    pub(crate) type_name: &'static str,
    pub(crate) place: Option<(&'static str, u32)>,
    /// Made by Tokio for its own use inside this other one, or inside nothing that is visible.
    pub(crate) internal: bool,
    pub(crate) parent: Option<usize>,
    /// The task that was running when it was made.
    pub(crate) maker: Option<TaskIndex>,
    /// Of a semaphore that belongs to nothing that Tokio reports, such as that of a bounded channel: where it was made.
    pub(crate) made: Option<StackId>,
    pub(crate) permits: u64,
    pub(crate) readers: u64,
    /// Of a barrier: how many it waits for.
    pub(crate) size: Option<u64>,
    /// How many handles of its span there are.
    pub(crate) handles: u32,
    /// How many things that were made inside of it are not over: they may be dropped after it.
    pub(crate) inside: u32,
    /// A line of the log is about it: then it stays, also when it is over.
    pub(crate) kept: bool,
}

#[derive(Debug)]
pub(crate) struct RawOperation {
    pub(crate) source: &'static str,
    pub(crate) resource: Option<usize>,
    /// It was the outermost operation of a poll that returned `Pending`, and has not returned since.
    pub(crate) waiting: bool,
    /// What it reported last: the first report of a poll may be Tokio's budget and not the operation.
    pub(crate) ready: bool,
    pub(crate) deadline: Option<Micros>,
    /// Of a timer: the task whose own waker was kept in the poll that it is in.
    pub(crate) keeps: Option<TaskIndex>,
    /// Of a timer: what the log says of it.
    pub(crate) told: Option<Armed>,
    /// How many handles of its span there are.
    pub(crate) handles: u32,
    /// A line of the log is about it: then it stays, also when it is over.
    pub(crate) kept: bool,
}

/// A timer in the runtime's wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Armed {
    /// The task that polled it last.
    pub(crate) task: TaskIndex,
    /// What that task waits through: the timer itself, or what it is a part of.
    pub(crate) key: Key,
    pub(crate) deadline: Micros,
    /// It keeps the task's own waker, and not one that a set of futures gave it, or nobody's.
    pub(crate) own: bool,
}

#[derive(Debug)]
pub(crate) struct RawLabel {
    pub(crate) name: String,
    pub(crate) waiting: bool,
    /// Of the timer inside, if it waits for one.
    pub(crate) deadline: Option<Micros>,
    /// What it waited for inside.
    pub(crate) inside: Within,
    /// As for a task.
    pub(crate) kept: bool,
}

/// What a labelled future waited for, in all of its waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Within {
    #[default]
    Nothing,
    /// Always something that is done with the same resource.
    Operation(usize),
    /// More than one thing, or something that Tokio does not report.
    Other,
}

/// Places that can be used again. What no line of the log is about is forgotten when it is over: so a program that
/// runs on when the log is full takes no more memory.
#[derive(Default)]
pub(crate) struct Free {
    pub(crate) tasks: Vec<usize>,
    pub(crate) resources: Vec<usize>,
    pub(crate) operations: Vec<usize>,
    pub(crate) labels: Vec<usize>,
    pub(crate) library: Vec<usize>,
}

/// Puts an item in a place that is free, or at the end, and says where.
pub(crate) fn place_in<T>(list: &mut Vec<T>, free: &mut Vec<usize>, item: T) -> usize {
    match free.pop() {
        Some(place) => {
            list[place] = item;
            place
        }
        None => {
            list.push(item);
            list.len() - 1
        }
    }
}

/// The log of one run.
pub(crate) struct Log {
    /// The number of the recording.
    pub(crate) recording: u16,
    pub(crate) clock: Clock,
    pub(crate) tasks: Vec<RawTask>,
    pub(crate) resources: Vec<RawResource>,
    pub(crate) operations: Vec<RawOperation>,
    pub(crate) labels: Vec<RawLabel>,
    /// Places in these lists that can be used again: nothing is known of what they were.
    pub(crate) free: Free,
    pub(crate) entries: Entries,
    /// What the program said.
    pub(crate) notes: Vec<String>,
    pub(crate) stacks: Stacks,
    pub(crate) omitted: u64,
    pub(crate) most: usize,
    pub(crate) by_tokio_id: HashMap<u64, TaskIndex, InOrder>,
    /// How many threads but the first have polled tasks.
    pub(crate) workers: u32,
    /// A task ended outside a poll of its own only if somebody dropped it: the runtime, once the main future is over.
    pub(crate) shutting_down: bool,
    /// The task that ended last, and whether its poll is still open: its end may wake who awaits it.
    pub(crate) ended_last: Option<TaskIndex>,
    pub(crate) now: Micros,
    /// The timers in the runtime's wheel, by deadline: each with the index of its operation.
    pub(crate) armed: BTreeSet<(Micros, usize)>,
    /// How many closures are queued or running on the pool for blocking work.
    pub(crate) blocking: usize,
    /// For each closure that a library put on that pool, how many handles of its span there are.
    pub(crate) library: Vec<u32>,
    /// For some time, nobody listened: what was begun then is not known, such as timers.
    pub(crate) missed: bool,
    /// Nothing is added any more.
    pub(crate) closed: bool,
    /// Whether what is parked at a stack can be woken from outside the program, once that was looked up.
    pub(crate) outside: HashMap<StackId, bool>,
}

impl Log {
    pub(crate) fn new(recording: u16, clock: Clock, most: usize) -> Self {
        Self {
            recording,
            clock,
            tasks: Vec::new(),
            resources: Vec::new(),
            operations: Vec::new(),
            labels: Vec::new(),
            free: Free::default(),
            entries: Entries::default(),
            notes: Vec::new(),
            stacks: Stacks::default(),
            omitted: 0,
            most,
            by_tokio_id: HashMap::default(),
            workers: 0,
            shutting_down: false,
            ended_last: None,
            now: 0,
            armed: BTreeSet::new(),
            blocking: 0,
            library: Vec::new(),
            missed: false,
            closed: false,
            outside: HashMap::new(),
        }
    }

    /// Whether nothing more is kept.
    pub(crate) fn is_full(&self) -> bool {
        !self.closed && self.entries.len() >= self.most
    }

    /// How many lines there were so far, kept or not.
    pub(crate) fn seen(&self) -> u64 {
        self.entries.len() as u64 + self.omitted
    }

    /// Counts what is not kept.
    fn refuses(&mut self) -> bool {
        self.omitted += u64::from(self.is_full());
        self.closed || self.is_full()
    }

    /// Adds a line, at the time that was last set, unless the bound is reached.
    pub(crate) fn push(&mut self, during: Option<TaskIndex>, what: Raw) {
        if self.refuses() {
            return;
        }
        self.keep(&what);
        self.entries.push(Entry {
            at: self.now,
            during,
            worker: crate::subscriber::worker(),
            what,
        });
    }

    /// Adds a line of the program's own.
    pub(crate) fn push_note(
        &mut self,
        during: Option<TaskIndex>,
        text: String,
        stack: Option<StackId>,
    ) {
        if self.refuses() {
            return;
        }
        self.notes.push(text);
        let text = self.notes.len() - 1;
        self.push(during, Raw::Note { text, stack });
    }

    /// Adds a line that has a stack, which is not captured in vain.
    pub(crate) fn push_at(
        &mut self,
        during: Option<TaskIndex>,
        bottom: Option<usize>,
        what: impl FnOnce(StackId) -> Raw,
    ) {
        if self.refuses() {
            return;
        }
        let stack = self.stacks.capture(bottom);
        self.push(during, what(stack));
    }

    /// Forgets what a task was that is over, unless a line of the log is about it.
    pub(crate) fn forget_task(&mut self, task: TaskIndex) {
        if let Some(tokio_id) = self.tasks[task].tokio_id {
            self.by_tokio_id.remove(&tokio_id);
        }
        if !self.tasks[task].kept {
            self.tasks[task].parked.clear();
            self.free.tasks.push(task);
        }
    }

    /// Forgets in the same way what a resource was, when all that was made inside of it is over as well.
    pub(crate) fn forget_resource(&mut self, resource: usize) {
        let mut next = Some(resource);
        while let Some(resource) = next {
            let it = &self.resources[resource];
            if it.handles > 0 || it.inside > 0 {
                return;
            }
            if !it.kept {
                self.free.resources.push(resource);
            }
            next = it.parent;
            if let Some(parent) = next {
                self.resources[parent].inside -= 1;
            }
        }
    }

    /// Forgets in the same way what an operation was.
    pub(crate) fn forget_operation(&mut self, operation: usize) {
        if let Some(resource) = self.operations[operation].resource {
            self.resources[resource].inside -= 1;
            self.forget_resource(resource);
        }
        if !self.operations[operation].kept {
            self.free.operations.push(operation);
        }
    }

    /// A labelled future waits for this.
    pub(crate) fn waits_inside(&mut self, label: usize, operation: Option<usize>) {
        let resource = |operation: usize| {
            let resource = self.operations[operation].resource;
            resource.and_then(|r| self.public(r))
        };
        self.labels[label].inside = match (self.labels[label].inside, operation) {
            (Within::Nothing, Some(one)) => Within::Operation(one),
            (Within::Operation(known), Some(one))
                if resource(known).is_some() && resource(known) == resource(one) =>
            {
                return;
            }
            _ => Within::Other,
        };
    }

    /// Forgets in the same way what a label was.
    pub(crate) fn forget_label(&mut self, label: usize) {
        if !self.labels[label].kept {
            self.free.labels.push(label);
        }
    }

    /// Keeps what a line is about.
    fn keep(&mut self, what: &Raw) {
        match *what {
            Raw::Spawned { task } => self.tasks[task].kept = true,
            Raw::Waits { key, .. }
            | Raw::WaitOver { key, .. }
            | Raw::Registered { key: Some(key), .. } => match key {
                Key::Operation(operation) => {
                    self.operations[operation].kept = true;
                    if let Some(resource) = self.operations[operation].resource {
                        self.keep_resource(resource);
                    }
                }
                Key::Label(label) => {
                    self.labels[label].kept = true;
                    if let Within::Operation(operation) = self.labels[label].inside {
                        self.keep(&Raw::WaitOver {
                            key: Key::Operation(operation),
                            done: false,
                        });
                    }
                }
            },
            Raw::Timer { operation, .. }
            | Raw::TimerReset { operation, .. }
            | Raw::TimerOver { operation } => self.keep(&Raw::WaitOver {
                key: Key::Operation(operation),
                done: false,
            }),
            Raw::Held { resource, .. }
            | Raw::Freed { resource, .. }
            | Raw::Permits { resource, .. }
            | Raw::Channel { resource, .. } => self.keep_resource(resource),
            _ => {}
        }
    }

    /// Keeps a resource with those that it was made inside of.
    fn keep_resource(&mut self, resource: usize) {
        let mut next = Some(resource);
        while let Some(resource) = next {
            let resource = &mut self.resources[resource];
            next = resource.parent.filter(|_| !resource.kept);
            resource.kept = true;
        }
    }

    /// The resource that a reader knows: the one that was made by the program and not inside Tokio.
    pub(crate) fn public(&self, mut resource: usize) -> Option<usize> {
        while self.resources[resource].internal {
            resource = self.resources[resource].parent?;
        }
        Some(resource)
    }

    /// Whether a timer is set that lies in the future: then the clock can go on by itself. A timer that ran out
    /// stays armed until somebody polls it, which may be never.
    pub(crate) fn timer_pending(&self) -> bool {
        self.next_timer().is_some()
    }

    /// When the next of the timers runs out that lie in the future.
    pub(crate) fn next_timer(&self) -> Option<Micros> {
        let later = (self.now + 1, 0)..;
        self.armed
            .range(later)
            .next()
            .map(|(deadline, _)| *deadline)
    }

    /// Whether a timer has run out that nobody has polled since. It may be one that the runtime has not yet seen,
    /// because a poll held the thread, and will fire as soon as the runtime looks.
    pub(crate) fn timer_overdue(&self) -> bool {
        self.armed
            .first()
            .is_some_and(|(deadline, _)| *deadline <= self.now)
    }

    /// Takes in a task.
    pub(crate) fn add_task(&mut self, mut task: RawTask) -> TaskIndex {
        if let Some(place) = self.free.tasks.last() {
            task.generation = self.tasks[*place].generation.wrapping_add(1);
        }
        place_in(&mut self.tasks, &mut self.free.tasks, task)
    }

    /// Takes in a resource.
    pub(crate) fn add_resource(&mut self, resource: RawResource) -> usize {
        self.hold_resource(resource.parent);
        place_in(&mut self.resources, &mut self.free.resources, resource)
    }

    /// Takes in an operation.
    pub(crate) fn add_operation(&mut self, operation: RawOperation) -> usize {
        self.hold_resource(operation.resource);
        place_in(&mut self.operations, &mut self.free.operations, operation)
    }

    fn hold_resource(&mut self, resource: Option<usize>) {
        if let Some(resource) = resource {
            self.resources[resource].inside += 1;
        }
    }

    /// Takes the timer of an operation out of the wheel.
    pub(crate) fn disarm(&mut self, operation: usize) {
        if let Some(deadline) = self.operations[operation].deadline {
            self.armed.remove(&(deadline, operation));
        }
    }
}
