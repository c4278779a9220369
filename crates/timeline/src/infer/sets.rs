//! Sets of futures that wake each of them by a waker of its own: `FuturesUnordered`, and what stands on it, such as
//! `buffered` and `for_each_concurrent`.
//!
//! The set keeps the task's waker once, and its futures know nothing of it. So Tokio reports of them only the waits at its
//! own locks and timers. Of all others there is no more to be seen than that the set waits. So its wait is shown only where
//! nothing is known of what is inside: beside the wait of one of its futures, it would say the same once more.

use std::collections::{BTreeSet, HashMap};

use super::{Inference, Open};
use crate::{
    log::TaskIndex,
    model::*,
    numbers::ByNumber,
    stack::{Resolved, ResolvedStack, StackId},
};

/// What a set is called that gives way to other tasks after it has polled all of its futures.
pub(super) const SET: &str = "FuturesUnordered";

/// What stands in the names of the set's functions, and of those that wake one of its futures.
const FUNCTIONS: &str = "futures_unordered::FuturesUnordered";
const WAKERS: &str = "futures_unordered::task::Task";

/// What has been seen of the sets of each task, by the stack at which they keep its waker.
#[derive(Default)]
pub(super) struct Sets {
    /// Of these, at least one future was seen to wait for something that is known.
    seen_through: BTreeSet<(TaskIndex, StackId)>,
    /// Of these, at least one future was woken.
    advanced: BTreeSet<(TaskIndex, StackId)>,
    /// Whether the first stack is inside of the set that keeps its waker at the second.
    inside: HashMap<(StackId, StackId), bool, ByNumber>,
}

impl Sets {
    /// Whether this is the wait of a set that has had some of what it waited for.
    pub(super) fn has_advanced(&self, task: TaskIndex, open: &Open) -> bool {
        open.set && self.advanced.contains(&(task, open.stack))
    }
}

/// Whether it is a set that keeps the task's waker here.
pub(super) fn is_set(stack: &ResolvedStack) -> bool {
    stack.passes(FUNCTIONS) && called_from_set(stack)
}

/// Whether a set wakes its own task here, to go on after others have had their turn.
pub(super) fn gives_way(stack: &ResolvedStack) -> bool {
    is_set(stack) && !wakes(stack)
}

/// Whether one of the futures of a set is woken here, and with it the task.
pub(super) fn wakes(stack: &ResolvedStack) -> bool {
    stack.passes(WAKERS)
}

/// Whether a set stands further in than all of the program's own functions.
fn called_from_set(stack: &ResolvedStack) -> bool {
    let mut inside = stack.frames.iter().take_while(|f| !f.own);
    inside.any(|f| f.symbol.contains(FUNCTIONS))
}

impl Inference<'_> {
    /// One of the futures of a set of this task was woken.
    pub(super) fn fire_set(&mut self, task: TaskIndex, cause: &Cause) {
        let sets = self.tasks[task].open.iter_mut().filter(|o| o.set);
        let mut sets: Vec<&mut Open> = sets.collect();
        // Which of several it was shows when one of them keeps the waker anew.
        let [set] = sets.as_mut_slice() else {
            sets.into_iter().for_each(|set| set.perhaps = true);
            return;
        };
        set.fired = true;
        self.sets.advanced.insert((task, set.stack));
        if let (Cause::End { task }, Some(wait)) = (cause, set.id) {
            self.waits[wait.0 as usize - 1].target = Some(*task);
        }
    }

    /// A poll is over: of several sets, one of which was woken, it is the one that has kept the waker again.
    pub(super) fn try_sets(&mut self, task: TaskIndex) {
        let mut over = Vec::new();
        for set in self.tasks[task].open.iter_mut().filter(|o| o.set) {
            if std::mem::take(&mut set.on_trial) && set.registered.is_some() {
                self.sets.advanced.insert((task, set.stack));
                over.extend(set.id.take());
            }
        }
        for wait in over {
            self.wait_ended(Some(task), wait, true);
        }
    }

    /// Decides which sets of a task are shown as its waits, after a poll.
    pub(super) fn show_sets(&mut self, task: TaskIndex) {
        let open = &self.tasks[task].open;
        let sets: Vec<usize> = (0..open.len()).filter(|i| open[*i].set).collect();
        for i in sets {
            let set = self.tasks[task].open[i].stack;
            let seen = (0..self.tasks[task].open.len()).any(|other| {
                let other = &self.tasks[task].open[other];
                let (is_set, stack) = (other.set, other.stack);
                !is_set && self.is_inside(stack, set)
            });
            if seen {
                self.sets.seen_through.insert((task, set));
            }
            // A set that has been seen through may have become empty: if there is something else, it is that.
            let others = || {
                let mut open = self.tasks[task].open.iter();
                open.any(|o| !o.set && !o.hidden)
            };
            let hidden = seen || self.sets.seen_through.contains(&(task, set)) && others();
            let set = &mut self.tasks[task].open[i];
            set.hidden = hidden;
            if let Some(wait) = set.id.take_if(|_| hidden) {
                self.wait_ended(Some(task), wait, true);
            }
        }
    }

    /// Whether what stands at one stack is inside of the set that keeps its waker at the other.
    pub(super) fn is_inside(&mut self, stack: StackId, set: StackId) -> bool {
        if let Some(known) = self.sets.inside.get(&(stack, set)) {
            return *known;
        }
        let (inner, outer) = (self.resolver.resolve(stack), self.resolver.resolve(set));
        let polls = |f: &Resolved| f.symbol.contains(FUNCTIONS);
        let at = outer.frames.iter().position(polls);
        let outside = at.map_or(&[][..], |at| &outer.frames[at + 1..]);
        let within = inner.frames.len().checked_sub(outside.len() + 1);
        let same = |(a, b): (&Resolved, &Resolved)| a.address == b.address;
        let inside = within.is_some_and(|within| {
            polls(&inner.frames[within]) && inner.frames[within + 1..].iter().zip(outside).all(same)
        });
        self.sets.inside.insert((stack, set), inside);
        inside
    }
}
