//! Which timer it was that woke a task.
//!
//! Tokio says of a timer when it is set, when it is polled and when it is gone; that it fired shows only in the wake that
//! it causes, if any. So the timers are followed through the runtime's wheel: one that has run out fires once, those of one
//! deadline in the order in which they were set, and it wakes whom it was polled with last. That is the task itself; or a
//! set of futures, which wakes its task once and no more until it is polled again; or nobody.
//!
//! Where it could have been more than one, none is named: timers that were set to a later time and that meet others
//! there; on the real clock, those that run out within two milliseconds of one another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Inference, sets};
use crate::{
    log::{Armed, Key, TaskIndex},
    model::{Clock, Micros, WaitId},
    numbers::ByNumber,
    stack::{ResolvedStack, StackId, crate_of},
};

/// On the real clock, the recording's milliseconds need not begin where the runtime's do: what the recording takes for the
/// deadline is within one of the true one.
const BLUR: Micros = 2000;

/// A timer in the wheel, by its resource in the log.
#[derive(Clone, Copy)]
struct Timer {
    armed: Armed,
    /// Of those that run out together, the lower fires first.
    order: u64,
    /// Where it was polled, for one that does not keep its task's own waker.
    stack: StackId,
    /// It was set to a later time: where it stands among those that run out with it is not known.
    put_off: bool,
    /// A wake has come that was for it or for another one.
    perhaps: bool,
    fired: bool,
}

/// A place in the order of firing: the deadline, the order among equals, the resource.
type Due = (Micros, u64, usize);

/// All timers that are known.
#[derive(Default)]
pub(super) struct Timers {
    known: HashMap<usize, Timer, ByNumber>,
    /// Those that have not fired, by their task and by whether they keep its own waker.
    due: HashMap<(TaskIndex, bool), BTreeSet<Due>>,
    /// Those that fired, keep another waker than the task's, and were not polled since: how many at each stack.
    stale: HashMap<TaskIndex, BTreeMap<StackId, usize>>,
    /// Where the sets of each task have kept its waker. A set keeps it also while its task awaits something else.
    sets: HashMap<TaskIndex, Vec<StackId>>,
    set: u64,
    /// The one that was over last: it may have been reset.
    over: Option<(usize, Timer)>,
    /// Those that were reset and not polled since: their order, and whether they were put off.
    reset: HashMap<usize, (u64, bool)>,
    ways: HashMap<StackId, Way, ByNumber>,
}

/// How a timer that ran out got to the task.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// It kept the task's own waker.
    Directly,
    /// Through a set of futures, which has a waker of its own for each.
    Set,
    /// Through something else.
    Otherwise,
}

impl Way {
    fn of(stack: &ResolvedStack) -> Self {
        const TOKIO: [&str; 6] = ["tokio", "core", "alloc", "std", "tracing", "timeline"];
        if sets::wakes(stack) {
            return Self::Set;
        }
        let mut inside = stack.frames.iter();
        let mut inside = inside
            .by_ref()
            .take_while(|f| !f.symbol.contains("runtime::time"));
        let tokios = |symbol: &str| {
            let of = crate_of(symbol);
            (TOKIO.contains(&of) || of.starts_with("tracing")) && !symbol.contains("task::local")
        };
        match inside.all(|f| tokios(&f.symbol)) {
            true => Self::Directly,
            false => Self::Otherwise,
        }
    }
}

impl Timers {
    /// A set of futures keeps the waker of its task here.
    pub(super) fn kept_by_set(&mut self, task: TaskIndex, stack: StackId) {
        let sets = self.sets.entry(task).or_default();
        if !sets.contains(&stack) {
            sets.push(stack);
        }
    }

    fn put(&mut self, resource: usize, timer: Timer) {
        let Armed {
            task,
            deadline,
            own,
            ..
        } = timer.armed;
        let due = self.due.entry((task, own)).or_default();
        due.insert((deadline, timer.order, resource));
        self.known.insert(resource, timer);
    }

    fn take(&mut self, resource: usize) -> Option<Timer> {
        let timer = self.known.remove(&resource)?;
        let Armed {
            task,
            deadline,
            own,
            ..
        } = timer.armed;
        if !timer.fired {
            if let Some(due) = self.due.get_mut(&(task, own)) {
                due.remove(&(deadline, timer.order, resource));
            }
        } else if !own
            && let Some(stale) = self.stale.get_mut(&task)
            && let Some(count) = stale.get_mut(&timer.stack)
        {
            *count -= 1;
            if *count == 0 {
                stale.remove(&timer.stack);
            }
        }
        Some(timer)
    }

    fn fires(&mut self, resource: usize) {
        let Some(mut timer) = self.take(resource) else {
            return;
        };
        timer.fired = true;
        if !timer.armed.own {
            let stale = self.stale.entry(timer.armed.task).or_default();
            *stale.entry(timer.stack).or_default() += 1;
        }
        self.known.insert(resource, timer);
    }

    /// Those of a task that have not fired, up to this time, in the order of firing.
    fn due(
        &self,
        task: TaskIndex,
        own: bool,
        until: Micros,
    ) -> impl Iterator<Item = (usize, &Timer)> {
        let due = self.due.get(&(task, own)).into_iter().flatten();
        let due = due.take_while(move |(deadline, ..)| *deadline <= until);
        due.map(|(.., resource)| (*resource, &self.known[resource]))
    }
}

impl Inference<'_> {
    fn resource_of(&self, operation: usize) -> Option<usize> {
        self.log.operations[operation].resource
    }

    /// A timer was polled, and has not run out.
    pub(super) fn timer_polled(&mut self, operation: usize, armed: Armed, stack: StackId) {
        let Some(resource) = self.resource_of(operation) else {
            return;
        };
        let timers = &mut self.timers;
        timers.set += 1;
        let fresh = (timers.set, false);
        let reset = timers.reset.remove(&operation);
        let before = timers.take(resource);
        let before = before.filter(|t| t.armed.deadline == armed.deadline);
        let (order, put_off) = match before {
            Some(timer) => (timer.order, timer.put_off),
            None => reset.unwrap_or(fresh),
        };
        let timer = Timer {
            armed,
            order,
            stack,
            put_off,
            perhaps: false,
            fired: false,
        };
        timers.put(resource, timer);
    }

    /// A timer has another deadline, and the waker that it had, unless that was used up.
    pub(super) fn timer_reset(&mut self, operation: usize, deadline: Micros) {
        let Some(resource) = self.resource_of(operation) else {
            return;
        };
        let timers = &mut self.timers;
        timers.set += 1;
        let before = timers.over.take().filter(|(r, _)| *r == resource);
        let before = before.map(|(_, timer)| timer).filter(|t| !t.fired);
        let put_off = before.is_some_and(|t| deadline > t.armed.deadline);
        timers.reset.insert(operation, (timers.set, put_off));
        if let Some(before) = before {
            let timer = Timer {
                armed: Armed {
                    deadline,
                    key: Key::Operation(operation),
                    ..before.armed
                },
                order: timers.set,
                put_off,
                ..before
            };
            timers.put(resource, timer);
        }
    }

    /// A timer has run out and was polled, or was dropped.
    pub(super) fn timer_over(&mut self, operation: usize) {
        if let Some(resource) = self.resource_of(operation)
            && let Some(timer) = self.timers.take(resource)
        {
            self.timers.reset.remove(&operation);
            self.timers.over = Some((resource, timer));
        }
    }

    /// The wait of a task whose timer has just run out, where it is known.
    pub(super) fn timer_that_fired(
        &mut self,
        task: TaskIndex,
        stack: StackId,
        resolved: &ResolvedStack,
    ) -> Option<WaitId> {
        let ways = &mut self.timers.ways;
        let way = *ways.entry(stack).or_insert_with(|| Way::of(resolved));
        let resource = match way {
            Way::Directly => self.fired_directly(task),
            Way::Set => self.fired_in_a_set(task),
            Way::Otherwise => self.fired_otherwise(task),
        };
        let key = self.timers.known.get(&resource?)?.armed.key;
        self.by_key.get(&key).copied()
    }

    /// Until when timers have run out by now, and how far apart they have to be for their order to be known.
    fn ran_out_until(&self) -> (Micros, Micros) {
        match self.log.clock {
            Clock::Paused => (self.at, 0),
            Clock::Real => (self.at + BLUR, BLUR),
        }
    }

    fn fired_directly(&mut self, task: TaskIndex) -> Option<usize> {
        let (until, blur) = self.ran_out_until();
        let mut due = self.timers.due(task, true, until);
        let (resource, first) = due.next()?;
        let (deadline, mut put_off, mut known) = (first.armed.deadline, first.put_off, true);
        let mut together = vec![resource];
        for (resource, other) in due.take_while(|(_, t)| t.armed.deadline <= deadline + blur) {
            put_off |= other.put_off;
            known = false;
            together.push(resource);
        }
        known |= blur == 0 && !put_off;
        known &= !first.perhaps;
        if !known {
            for other in together {
                if let Some(timer) = self.timers.known.get_mut(&other) {
                    timer.perhaps = true;
                }
            }
        }
        self.timers.fires(resource);
        known.then_some(resource)
    }

    /// The first of those in a set that ran out wakes the task. The others of this set find that done.
    fn fired_in_a_set(&mut self, task: TaskIndex) -> Option<usize> {
        let sets = self.timers.sets.get(&task).cloned().unwrap_or_default();
        let (until, blur) = self.ran_out_until();
        let due = self.timers.due(task, false, until);
        let due: Vec<(usize, Timer)> = due.map(|(r, timer)| (r, *timer)).collect();
        let mut inside = Vec::new();
        for (resource, timer) in due {
            let set = sets
                .iter()
                .find(|set| self.is_inside(timer.stack, **set))
                .copied();
            if let Some(set) = set {
                inside.push((resource, timer, set));
            }
        }
        // What ran out before the clock came here has fired then.
        let before = match self.log.clock {
            Clock::Paused => self.clock_before,
            Clock::Real => self.at.saturating_sub(BLUR),
        };
        let is_new = |(_, timer, _): &&(usize, Timer, StackId)| timer.armed.deadline > before;
        let mut new = inside.iter().filter(is_new);
        let first = match new.next() {
            Some(first) => Some((
                first,
                new.take_while(|(_, t, _)| t.armed.deadline <= first.1.armed.deadline + blur)
                    .any(|(_, other, _)| blur > 0 || other.put_off || first.1.put_off),
            )),
            None => inside.first().map(|first| (first, inside.len() > 1)),
        };
        let ((resource, timer, set), unclear) = first?;
        // One that is in the same future as another one that has run out since that was polled wakes nobody.
        let stale = self.timers.stale.get(&task).into_iter().flatten();
        let mut stale: Vec<StackId> = stale.map(|(stack, _)| *stack).collect();
        let old = inside.iter().filter(|timer| !is_new(timer));
        stale.extend(old.map(|(_, timer, _)| timer.stack));
        let beside = stale.into_iter().any(|other| {
            other != timer.stack
                && self.is_inside(other, *set)
                && !self.excludes(other, timer.stack)
        });
        for (other, _, of) in &inside {
            if of == set {
                self.timers.fires(*other);
            }
        }
        (!unclear && !beside).then_some(*resource)
    }

    /// Whoever stands between a timer and its task may belong to others as well.
    fn fired_otherwise(&mut self, task: TaskIndex) -> Option<usize> {
        let (until, _) = self.ran_out_until();
        let before = self.clock_before;
        let others = self.timers.due.keys().filter(|(_, own)| !own);
        let others: Vec<TaskIndex> = others.map(|(task, _)| *task).collect();
        let mut found = Vec::new();
        for of in others {
            let due = self.timers.due(of, false, until);
            let due = due.filter(|(_, timer)| timer.armed.deadline > before);
            found.extend(due.map(|(resource, _)| (of, resource)));
        }
        match found.as_slice() {
            [(of, resource)] if *of == task => {
                let resource = *resource;
                self.timers.fires(resource);
                Some(resource)
            }
            _ => None,
        }
    }
}
