//! How tasks ended, and who aborted those that were cancelled. Tokio reports neither the call of `abort` nor its cause.
//!
//! A task that returned and one that aborted itself are both dropped in their own poll: the stack of that moment tells
//! them apart. A task that waits and is aborted by another becomes ready without a word. But how many tasks are ready is
//! counted at both ends of each poll. Where more became ready than were spawned and woken in it, that poll aborted the
//! others, and they run in the order in which they became ready. Where that does not help, because a task was aborted
//! that was ready anyway, it is known if only one task ran in the meantime.

use std::collections::{BTreeSet, VecDeque};

use super::Inference;
use crate::{
    log::{Entries, Kind, Log, Raw, RawKind, TaskIndex},
    model::*,
    stack::StackId,
};

/// What the last polls of tasks consist of.
#[derive(Default)]
pub(super) struct LastTurns {
    /// The polls, by their entries in the log, in which nothing of a task runs but its destructors.
    pub(super) drops: BTreeSet<usize>,
    /// Where no poll ends and none begins, though the log says so: a local task that is over is left once between its
    /// poll and its destructors.
    pub(super) no_polls: BTreeSet<usize>,
}

/// Looks through the log for [`LastTurns`].
pub(super) fn last_turns(log: &Log, entries: &Entries) -> LastTurns {
    let mut turns = LastTurns::default();
    // For each task, where its last poll began, and where the one before had ended, if nobody was polled in between.
    let mut last: Vec<(Option<usize>, Option<usize>)> = vec![(None, None); log.tasks.len()];
    let mut just_over = None;
    for (i, entry) in entries.of([Kind::PollStarted, Kind::PollEnded, Kind::Ended]) {
        match entry.what {
            Raw::PollStarted { task, .. } => {
                let at_once = just_over.take().filter(|(t, _)| *t == task);
                last[task] = (Some(i), at_once.map(|(_, ended)| ended));
            }
            Raw::PollEnded { task, .. } => {
                just_over = Some((task, i));
                if log.tasks[task].kind != RawKind::Local {
                    last[task].0 = None;
                }
            }
            Raw::Ended { task, how, .. } => match (log.tasks[task].kind, last[task]) {
                (RawKind::Local, (Some(began), Some(ended))) => {
                    turns.no_polls.extend([ended, began]);
                }
                (RawKind::Local, (Some(began), None)) => {
                    turns.drops.insert(began);
                }
                (_, (began, _)) if how == End::Cancelled => turns.drops.extend(began),
                _ => {}
            },
            _ => {}
        }
    }
    turns
}

#[derive(Default)]
pub(super) struct Aborts {
    /// The tasks that are being polled, outermost first.
    polling: Vec<TaskIndex>,
    /// How many tasks were ready when the poll began that is under way, and how many were made ready in it since.
    counted: Option<(u32, u32)>,
    /// Who aborted the tasks that wait to be dropped, in the order in which they became ready.
    pending: VecDeque<TaskIndex>,
    /// Which tasks ran, in order.
    ran: Vec<TaskIndex>,
    /// For each task, where in `ran` those begin that ran since it returned to the runtime, or became ready.
    since: Vec<usize>,
    /// The tasks whose last poll does nothing but to drop them.
    dropped: BTreeSet<TaskIndex>,
    /// The tasks that are polled though nobody was seen to make them ready.
    unexpected: BTreeSet<TaskIndex>,
}

impl Aborts {
    pub(super) fn new(log: &Log) -> Self {
        Self {
            since: vec![0; log.tasks.len()],
            ..Self::default()
        }
    }

    /// A task became ready. `counts`: on the runtime's own queue.
    pub(super) fn made_ready(&mut self, task: TaskIndex, counts: bool) {
        // Whoever runs now may still abort it.
        let running = usize::from(!self.polling.is_empty());
        self.since[task] = self.ran.len().saturating_sub(running);
        if let Some((_, made)) = self.counted.as_mut().filter(|_| counts) {
            *made += 1;
        }
    }

    pub(super) fn poll_started(&mut self, task: TaskIndex, queue: Option<u32>, ready: bool) {
        match ready {
            true => self.unexpected.remove(&task),
            false => self.unexpected.insert(task),
        };
        self.ran.push(task);
        self.polling.push(task);
        if let Some(queue) = queue {
            self.counted = Some((queue, 0));
        }
    }

    pub(super) fn only_dropped(&mut self, task: TaskIndex) {
        self.dropped.insert(task);
    }

    pub(super) fn poll_ended(&mut self, task: TaskIndex, queue: Option<u32>) {
        if let (Some(now), Some((then, made))) = (queue, self.counted) {
            self.counted = None;
            for _ in (then + made)..now {
                self.pending.push_back(task);
            }
        }
        self.polling.pop();
        self.since[task] = self.ran.len();
        // A local task is polled by another one, which goes on.
        self.ran.extend(self.polling.last());
    }

    /// Who aborted a task, as far as that follows.
    fn of(&mut self, task: TaskIndex) -> Option<TaskIndex> {
        let others = || self.ran[self.since[task]..].iter().filter(|t| **t != task);
        let only = others().next().filter(|one| others().all(|t| t == *one));
        let counted = match self.unexpected.contains(&task) {
            true => self.pending.pop_front(),
            false => None,
        };
        only.copied().or(counted)
    }
}

impl Inference<'_> {
    /// How a task ended whose future was dropped here, and who did that.
    pub(super) fn ended(
        &mut self,
        during: Option<TaskIndex>,
        task: TaskIndex,
        how: End,
        stack: Option<StackId>,
    ) -> (End, Option<TaskIndex>) {
        if !matches!(how, End::Completed | End::Cancelled) {
            return (how, None);
        }
        let Some(stack) = stack else {
            return (how, None);
        };
        let stack = self.resolver.resolve(stack);
        let cancelled = stack.passes("cancel_task");
        // Without names of Tokio's functions, what the spans say is all there is.
        let known = stack.passes("drop_future_or_output") || cancelled;
        let local = self.log.tasks[task].kind == RawKind::Local;
        let returned = !self.aborts.dropped.contains(&task);
        match how {
            // That it was left twice says nothing of a local task, which no hook announces.
            End::Completed if cancelled && (returned || !local) => {
                // A task on another thread could have done it as well.
                let alone = self.runs_on_one_thread();
                (End::Cancelled, alone.then_some(task))
            }
            End::Cancelled if known && !cancelled => (End::Completed, None),
            End::Completed if !cancelled => (how, None),
            // Its set is dropped, by whoever runs.
            _ if stack.passes("shutdown") && during.is_some_and(|t| t != task) => {
                (End::Cancelled, during)
            }
            _ => (End::Cancelled, self.aborter(task)),
        }
    }

    fn aborter(&mut self, task: TaskIndex) -> Option<TaskIndex> {
        self.runs_on_one_thread()
            .then(|| self.aborts.of(task))
            .flatten()
    }

    /// Whether all that the program does happens on one thread, as far as Tokio knows.
    fn runs_on_one_thread(&self) -> bool {
        let blocking = |t: &crate::log::RawTask| t.kind == RawKind::Blocking;
        self.log.workers == 0 && !self.log.tasks.iter().any(blocking)
    }
}
