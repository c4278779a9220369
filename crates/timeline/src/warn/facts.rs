//! What several warnings need to know, gathered in one pass: when each wait, each task and each holding of a lock began
//! and ended.

use std::collections::{HashMap, HashSet};

use crate::model::*;

/// A point of the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) step: u32,
    pub(crate) at: Micros,
}

/// When a wait began and ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waited {
    /// `None`: that came after the bound of the recorder.
    pub(crate) began: Option<When>,
    pub(crate) ended: Option<(When, WaitEnd)>,
    /// The step at which the poll began in which it ended. `None`: it ended outside of a poll.
    pub(crate) poll: Option<u32>,
    /// When its timer woke the task.
    pub(crate) fired: Option<When>,
}

/// How often a task was polled, and how it ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lived {
    pub(crate) polls: u32,
    pub(crate) ended: Option<(When, End)>,
}

/// One time that a task held a lock.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    pub(crate) lock: ResourceId,
    pub(crate) task: TaskId,
    pub(crate) shared: bool,
    pub(crate) from: When,
    pub(crate) to: Option<When>,
    /// The task gave it back while it ran itself. Else the guard may have gone to somebody else in the meantime.
    pub(crate) by_holder: bool,
}

/// See the top of the file.
pub(crate) struct Facts<'a> {
    pub(crate) recording: &'a Recording,
    waits: Vec<Waited>,
    lives: Vec<Lived>,
    waits_of: Vec<Vec<WaitId>>,
    /// In the order of taking.
    pub(crate) holds: Vec<Hold>,
    /// Right after the last event.
    pub(crate) end: When,
    /// The tasks ran on worker threads: while one of these is held, others go on.
    pub(crate) several_threads: bool,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(recording: &'a Recording) -> Self {
        let mut facts = Self {
            recording,
            waits: vec![Waited::default(); recording.waits.len()],
            lives: vec![Lived::default(); recording.tasks.len()],
            waits_of: vec![Vec::new(); recording.tasks.len()],
            holds: Vec::new(),
            end: When {
                step: recording.events.len() as u32,
                at: recording.duration(),
            },
            several_threads: recording.events.iter().any(|event| event.worker.is_some()),
        };
        let mut holds = Holds::new(recording);
        // The step at which the poll began that a task is in.
        let mut polling: HashMap<TaskId, u32> = HashMap::new();
        for event in &recording.events {
            let now = When {
                step: event.step,
                at: event.at,
            };
            match &event.what {
                What::PollStarted { task } => {
                    facts.lives[index(*task)].polls += 1;
                    polling.insert(*task, event.step);
                }
                What::PollEnded { task, .. } => {
                    polling.remove(task);
                }
                What::TaskEnded { task, how, .. } => {
                    facts.lives[index(*task)].ended = Some((now, *how));
                }
                What::WaitStarted { wait } => {
                    facts.waits[wait.0 as usize - 1].began = Some(now);
                    facts.waits_of[index(recording.wait(*wait).task)].push(*wait);
                }
                What::WaitEnded { wait, how } => {
                    let task = recording.wait(*wait).task;
                    let it = &mut facts.waits[wait.0 as usize - 1];
                    it.ended = Some((now, *how));
                    it.poll = polling.get(&task).copied();
                }
                What::Woken {
                    cause: Cause::Timer { wait: Some(wait) },
                    ..
                } => {
                    let it = &mut facts.waits[wait.0 as usize - 1];
                    it.fired.get_or_insert(now);
                }
                _ => {}
            }
            holds.event(event, now, &mut facts.holds);
        }
        facts
    }

    pub(crate) fn waited(&self, wait: WaitId) -> &Waited {
        &self.waits[wait.0 as usize - 1]
    }

    pub(crate) fn lived(&self, task: TaskId) -> &Lived {
        &self.lives[index(task)]
    }

    /// The waits of a task, in the order in which they began.
    pub(crate) fn waits_of(&self, task: TaskId) -> &[WaitId] {
        &self.waits_of[index(task)]
    }

    /// From when to when a wait lasted, as far as the recording goes.
    pub(crate) fn span(&self, wait: WaitId) -> Option<(When, When)> {
        let it = self.waited(wait);
        Some((it.began?, it.ended.map_or(self.end, |(when, _)| when)))
    }
}

/// How long two spans have in common.
pub(crate) fn overlap(a: (When, When), b: (When, When)) -> Micros {
    a.1.at.min(b.1.at).saturating_sub(a.0.at.max(b.0.at))
}

/// Where a task stands in tables that have one row for each.
pub(crate) fn index(task: TaskId) -> usize {
    task.0 as usize - 1
}

/// Follows who holds which lock.
///
/// Semaphores take part where they are used like a lock: made with one permit, never with more to give, never asked for
/// several at once. Tokio does not report every change of permits, so more than that would be a guess.
struct Holds<'a> {
    recording: &'a Recording,
    /// The semaphores that are used like a lock.
    single: HashSet<ResourceId>,
    /// The holdings that are not over, by lock.
    open: HashMap<ResourceId, Vec<usize>>,
    /// The locks that each task waits for.
    wanted: HashMap<TaskId, Vec<ResourceId>>,
}

impl<'a> Holds<'a> {
    fn new(recording: &'a Recording) -> Self {
        let mut most: HashMap<ResourceId, (u64, u64)> = HashMap::new();
        for event in &recording.events {
            if let What::PermitsChanged {
                resource,
                available,
            } = event.what
            {
                let (_, most) = most.entry(resource).or_insert((available, 0));
                *most = available.max(*most);
            }
        }
        most.retain(|_, counts| *counts == (1, 1));
        let mut single: HashSet<ResourceId> = most.into_keys().collect();
        for wait in &recording.waits {
            if let Some(resource) = wait.resource
                && wait.operation.contains("acquire_many")
            {
                single.remove(&resource);
            }
        }
        Self {
            recording,
            single,
            open: HashMap::new(),
            wanted: HashMap::new(),
        }
    }

    fn event(&mut self, event: &Event, now: When, holds: &mut Vec<Hold>) {
        match event.what {
            What::LockHeld {
                resource,
                task: Some(task),
                shared,
            } => {
                self.take(resource, task, shared, now, holds);
            }
            What::LockFreed {
                resource,
                task: Some(task),
                shared,
            } => {
                self.free(resource, now, event.during, holds, |h| {
                    h.task == task && h.shared == shared
                });
            }
            What::PermitsChanged {
                resource,
                available,
            } if self.single.contains(&resource) => match (available, event.during) {
                (0, Some(task)) => self.take(resource, task, false, now, holds),
                _ => self.free(resource, now, event.during, holds, |_| true),
            },
            // A permit that goes from hand to hand: only the wake tells.
            What::Woken {
                task,
                cause:
                    Cause::Task {
                        operation: Some(ref operation),
                        ..
                    },
                ..
            }
            | What::Woken {
                task,
                cause:
                    Cause::Itself {
                        operation: Some(ref operation),
                        ..
                    },
                ..
            } if operation.contains("Permit") => {
                let wanted = self.wanted.get(&task).cloned().unwrap_or_default();
                if let [semaphore] = wanted.as_slice()
                    && self.single.contains(semaphore)
                {
                    self.free(*semaphore, now, event.during, holds, |_| true);
                }
            }
            What::WaitStarted { wait } => {
                let wait = self.recording.wait(wait);
                if let Some(resource) = wait.resource {
                    self.wanted.entry(wait.task).or_default().push(resource);
                }
            }
            What::WaitEnded { wait, how } => {
                let wait = self.recording.wait(wait);
                let Some(resource) = wait.resource else {
                    return;
                };
                if let Some(wanted) = self.wanted.get_mut(&wait.task)
                    && let Some(at) = wanted.iter().position(|r| *r == resource)
                {
                    wanted.remove(at);
                }
                if how == WaitEnd::Done && self.single.contains(&resource) {
                    self.free(resource, now, None, holds, |_| true);
                    self.take(resource, wait.task, false, now, holds);
                }
            }
            _ => {}
        }
    }

    fn take(
        &mut self,
        lock: ResourceId,
        task: TaskId,
        shared: bool,
        from: When,
        holds: &mut Vec<Hold>,
    ) {
        self.open.entry(lock).or_default().push(holds.len());
        holds.push(Hold {
            lock,
            task,
            shared,
            from,
            to: None,
            by_holder: false,
        });
    }

    fn free(
        &mut self,
        lock: ResourceId,
        now: When,
        during: Option<TaskId>,
        holds: &mut [Hold],
        which: impl Fn(&Hold) -> bool,
    ) {
        let open = self.open.entry(lock).or_default();
        if let Some(at) = open.iter().position(|h| which(&holds[*h])) {
            let hold = &mut holds[open.remove(at)];
            hold.to = Some(now);
            hold.by_holder = during == Some(hold.task);
        }
    }
}
