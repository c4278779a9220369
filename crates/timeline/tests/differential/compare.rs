//! Whether a recording agrees with what the program said of itself.

use std::collections::{BTreeMap, BTreeSet};

use timeline::{
    Cause, End, Event, Outcome, Recording, ResourceId, TaskId, Wait, WaitEnd, WaitId, WarningKind,
    What,
};

use crate::{
    log::{Awaited, Ending, Entry, Said, World},
    program::{Expected, Hold, Program},
};

/// What a program and its recording disagree about, how many waits were compared, to the step and roughly, and how
/// many wakes by timers name theirs and do not.
pub(crate) fn disagreements(
    program: &Program,
    world: &World,
    recording: &Recording,
) -> (Vec<String>, [usize; 4]) {
    let mut comparison = Comparison::new(world, recording);
    comparison.steps();
    comparison.tasks();
    comparison.waits();
    comparison.outcome(&program.end);
    let ([step, roughly], [named, nameless]) = (comparison.compared, comparison.named);
    (comparison.wrong, [step, roughly, named, nameless])
}

/// The poll that a step is part of: the step in which it began, and the one in which it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Poll {
    from: u32,
    to: u32,
}

struct Comparison<'a> {
    recording: &'a Recording,
    world: &'a World,
    /// As far as the recording goes: in a program that stalls, what is said later is said while it is taken apart.
    entries: Vec<Entry>,
    rest: Vec<Entry>,
    /// The step of each entry.
    steps: Vec<u32>,
    /// The poll of each step.
    polls: Vec<Option<Poll>>,
    wrong: Vec<String>,
    /// How many waits were compared to the step, and how many the recording need not tell rightly.
    compared: [usize; 2],
    /// How many wakes by timers say which one it was, and how many do not.
    named: [usize; 2],
}

/// Something that the program awaited.
struct Span {
    task: usize,
    what: Awaited,
    set: usize,
    /// The entries in which it began and was over.
    from: usize,
    to: Option<usize>,
    done: bool,
    waited: bool,
}

/// The recording's number for a label.
fn id(label: usize) -> TaskId {
    TaskId(label as u32 + 1)
}

impl<'a> Comparison<'a> {
    fn new(world: &'a World, recording: &'a Recording) -> Self {
        let mut entries = world.entries();
        let notes = recording.events.iter().filter_map(|e| match &e.what {
            What::Note { text } => Some((e.step, text)),
            _ => None,
        });
        let mut wrong = Vec::new();
        let mut steps = Vec::new();
        for (i, (step, text)) in notes.enumerate() {
            if *text != i.to_string() {
                wrong.push(format!("note {i} says {text}"));
            }
            steps.push(step);
        }
        let rest = entries.split_off(steps.len().min(entries.len()));
        Self {
            polls: polls(recording, &mut wrong),
            recording,
            world,
            entries,
            rest,
            steps,
            wrong,
            compared: [0; 2],
            named: [0; 2],
        }
    }

    fn check(&mut self, right: bool, wrong: impl FnOnce() -> String) {
        if !right {
            self.wrong.push(wrong());
        }
    }

    fn poll_of(&self, entry: usize) -> Option<Poll> {
        self.polls[self.steps[entry] as usize]
    }

    /// Which thing a resource is, by the line that made it.
    fn thing(&self, resource: ResourceId) -> Option<usize> {
        let place = self.recording.resource(resource).place.as_ref()?;
        self.world.things.iter().position(|(_, line)| {
            place.file.ends_with("differential/log.rs") && place.line == *line
        })
    }

    /// At each entry: the time, the task, the poll, and who holds what.
    fn steps(&mut self) {
        let mut held: Vec<(usize, usize, bool)> = Vec::new();
        let mut permits: BTreeMap<usize, usize> = BTreeMap::new();
        let mut next = 0;
        for event in &self.recording.events {
            match &event.what {
                What::Note { .. } => {
                    let entry = self.entries[next].clone();
                    next += 1;
                    self.entry(next - 1, &entry, event);
                    let sorted = |mut held: Vec<(usize, usize, bool)>| {
                        held.sort_unstable();
                        held
                    };
                    // Between taking a lock and saying so lies nothing, and so between giving it back and saying so.
                    let (said, seen) = (sorted(entry.held), sorted(held.clone()));
                    let has = matches!(entry.said, Said::Has { .. });
                    self.check(said == seen || has, || {
                        format!("entry {}: held {said:?}, recorded {seen:?}", next - 1)
                    });
                    let seen: Vec<_> = permits.iter().map(|(a, b)| (*a, *b)).collect();
                    let said = entry.permits;
                    self.check(said == seen, || {
                        format!("entry {}: permits {said:?}, recorded {seen:?}", next - 1)
                    });
                }
                What::LockHeld {
                    resource,
                    task: Some(task),
                    shared,
                } => match self.thing(*resource) {
                    Some(thing) => held.push((thing, task.0 as usize - 1, *shared)),
                    None => self.wrong.push(format!("{event:?}: of what?")),
                },
                What::LockFreed {
                    resource,
                    task: Some(task),
                    shared,
                } => {
                    let gone = self
                        .thing(*resource)
                        .map(|thing| (thing, task.0 as usize - 1, *shared));
                    match held.iter().position(|h| Some(*h) == gone) {
                        Some(at) => {
                            held.remove(at);
                        }
                        None => self.wrong.push(format!("{event:?}: was not held")),
                    }
                }
                What::LockHeld { task: None, .. } | What::LockFreed { task: None, .. } => {
                    self.wrong.push(format!("{event:?}: by whom?"));
                }
                What::PermitsChanged {
                    resource,
                    available,
                } => match self.thing(*resource) {
                    Some(thing) => {
                        permits.insert(thing, *available as usize);
                    }
                    None => self.wrong.push(format!("{event:?}: of what?")),
                },
                What::Woken { cause, .. } if *cause == Cause::Unknown => {
                    self.wrong.push(format!("{event:?}: by whom?"));
                }
                _ => {}
            }
        }
    }

    fn entry(&mut self, number: usize, entry: &Entry, event: &Event) {
        self.check(event.at == entry.at, || {
            format!("entry {number} at {}, recorded at {}", entry.at, event.at)
        });
        self.check(event.during == Some(id(entry.task)), || {
            format!(
                "entry {number} by {}, recorded during {:?}",
                entry.task, event.during
            )
        });
        if entry.said == Said::Polled {
            let before = number.checked_sub(1).and_then(|n| self.poll_of(n));
            let poll = self.poll_of(number);
            self.check(poll.is_some() && (poll != before), || {
                format!("entry {number}: polled, recorded {poll:?} after {before:?}")
            });
        }
    }

    /// Their number, parents, polls and ends.
    fn tasks(&mut self) {
        let mut spawned = vec![(None, 0)];
        let mut ended = BTreeMap::new();
        let mut polls = BTreeSet::new();
        for (i, entry) in self.entries.iter().enumerate() {
            match entry.said {
                Said::Spawns(_) => spawned.push((Some(entry.task), entry.at)),
                Said::Ended(how) => {
                    ended.insert(entry.task, (i, how));
                }
                Said::Polled => {
                    polls.insert(self.poll_of(i));
                }
                _ => {}
            }
        }
        let parents: Vec<_> = spawned.iter().map(|(p, _)| p.map(id)).collect();
        let seen: Vec<_> = self.recording.tasks.iter().map(|t| t.parent).collect();
        self.check(parents == seen, || {
            format!("parents {parents:?}, recorded {seen:?}")
        });
        let names: BTreeSet<_> = self.recording.tasks.iter().map(|t| &t.name).collect();
        self.check(names.len() == self.recording.tasks.len(), || {
            "two tasks have one name".to_owned()
        });
        let mut ends = BTreeMap::new();
        for event in &self.recording.events {
            match event.what {
                What::TaskSpawned { task } => {
                    let at = spawned.get(task.0 as usize - 1).map(|s| s.1);
                    self.check(at == Some(event.at), || {
                        format!("{task:?} spawned at {at:?}, recorded at {}", event.at)
                    });
                }
                What::TaskEnded { task, how, .. } => {
                    let before = ends.insert(task, (event.step, how));
                    self.check(before.is_none(), || format!("{task:?} ended twice"));
                }
                _ => {}
            }
        }
        for event in &self.recording.events {
            if let What::PollStarted { task } = event.what {
                let poll = self.polls[event.step as usize];
                // A task that is to be cancelled is dropped in a poll of its own, in which nothing of it runs.
                let dropped = ends
                    .get(&task)
                    .is_some_and(|(step, how)| *how == End::Cancelled && within(*step, poll));
                self.check(polls.contains(&poll) || dropped, || {
                    format!("{task:?} was not polled, recorded {poll:?}")
                });
            }
        }
        for (label, (entry, how)) in &ended {
            let how = match how {
                Ending::Returned => End::Completed,
                Ending::Panicked => End::Panicked,
                Ending::Cancelled => End::Cancelled,
                Ending::Shutdown => End::Shutdown,
            };
            let at = self.entries[*entry].at;
            let seen = ends.get(&id(*label)).copied();
            let seen_at = seen.map(|(step, _)| self.recording.events[step as usize].at);
            self.check(
                seen.map(|s| s.1) == Some(how) && seen_at == Some(at),
                || format!("task {label} ended {how:?} at {at}, recorded {seen:?} at {seen_at:?}"),
            );
            let (poll, said) = (self.poll_of(*entry), self.steps[*entry]);
            self.check(
                seen.is_some_and(|(step, _)| step > said && self.polls[step as usize] == poll),
                || format!("task {label} ended in {poll:?} after {said}, recorded {seen:?}"),
            );
        }
        let unended: Vec<_> = ends
            .keys()
            .filter(|t| !ended.contains_key(&(t.0 as usize - 1)))
            .collect();
        self.check(unended.is_empty(), || {
            format!("{unended:?} did not end, recorded otherwise")
        });
    }

    /// What was awaited, in the order of beginning.
    fn spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (i, entry) in self.entries.iter().enumerate() {
            match entry.said {
                Said::Begins(number, what) => {
                    assert_eq!(number, spans.len(), "they are numbered in their order");
                    spans.push(Span {
                        task: entry.task,
                        what,
                        set: entry.set,
                        from: i,
                        to: None,
                        done: false,
                        waited: true,
                    });
                }
                Said::Has { what, waited } | Said::Drops { what, waited } => {
                    spans[what].to = Some(i);
                    spans[what].waited = waited;
                    spans[what].done = matches!(entry.said, Said::Has { .. });
                }
                _ => {}
            }
        }
        spans
    }

    fn waits(&mut self) {
        let mut began = BTreeMap::new();
        let mut ended = BTreeMap::new();
        for event in &self.recording.events {
            match event.what {
                What::WaitStarted { wait } => {
                    began.insert(wait, event.step);
                }
                What::WaitEnded { wait, how } => {
                    let before = ended.insert(wait, (event.step, how));
                    self.check(before.is_none(), || format!("{wait:?} ended twice"));
                }
                _ => {}
            }
        }
        let mut left: Vec<&Wait> = self.recording.waits.iter().collect();
        let mut open: BTreeMap<TaskId, Vec<WaitId>> = BTreeMap::new();
        let spans = self.spans();
        let (dim, clear): (Vec<_>, Vec<_>) = spans
            .iter()
            .filter(|s| s.waited)
            .partition(|s| self.is_dim(s, &spans));
        let mut timers: BTreeMap<WaitId, &Span> = BTreeMap::new();
        for span in &clear {
            let poll = self.poll_of(span.from);
            let fits = |w: &Wait| {
                let step = began[&w.id];
                w.task == id(span.task)
                    && step > self.steps[span.from]
                    && within(step, poll)
                    && self.fits(span, w)
            };
            // Of two timeouts with one deadline, the outer one begins first, but is polled last.
            let over = |w: &Wait| {
                let seen = ended
                    .get(&w.id)
                    .map(|(step, how)| (*how == WaitEnd::Done, self.polls[*step as usize]));
                seen == span.to.map(|to| (span.done, self.poll_of(to)))
            };
            let alike = left.iter().position(|w| fits(w) && over(w));
            let found = match span.what {
                Awaited::Timeout(_) => alike.or(left.iter().position(|w| fits(w))),
                _ => left.iter().position(|w| fits(w)),
            };
            let Some(found) = found else {
                // A timeout is polled after what it limits, which may have panicked.
                let optional = matches!(span.what, Awaited::Timeout(_)) && self.is_short(span);
                self.check(optional, || {
                    format!(
                        "task {} awaits {:?} from entry {} to {:?}, not recorded",
                        span.task, span.what, span.from, span.to
                    )
                });
                continue;
            };
            let wait = left.remove(found);
            let began = self.recording.events[began[&wait.id] as usize].at;
            self.began(span, wait, began);
            if self.deadline(span).is_some() {
                timers.insert(wait.id, span);
            }
            match (span.to, ended.get(&wait.id)) {
                (None, None) => open.entry(wait.task).or_default().push(wait.id),
                (to, seen) => self.ended(span, wait, to, seen.copied()),
            }
        }
        self.timers(&timers);
        let (extra, left): (Vec<&Wait>, Vec<&Wait>) = left.into_iter().partition(|w| {
            let may_be = |s: &&Span| w.task == id(s.task) && self.fits(s, w);
            // When one of its tasks has come, a set keeps the waker for the next one, whether that is awaited or not.
            // And where nothing is known of what is in a set of futures, that is what is awaited.
            w.operation == "JoinSet::join_next"
                || w.operation == "StreamExt::next"
                || dim.iter().any(may_be)
        });
        self.compared = [clear.len(), dim.len()];
        for wait in left {
            let text = format!("recorded, not awaited: {}", brief(wait));
            self.wrong.push(text);
        }
        if let Outcome::Stalled(stall) = &self.recording.outcome {
            for stuck in &stall.waiting {
                let known = |w: &WaitId| !extra.iter().any(|e| e.id == *w);
                let seen = stuck.on.iter().map(|on| on.wait).filter(known);
                let mut seen: Vec<_> = seen.collect();
                seen.sort_unstable();
                let mut said = open.remove(&stuck.task).unwrap_or_default();
                said.sort_unstable();
                self.check(said == seen, || {
                    format!("{:?} is stuck on {said:?}, recorded {seen:?}", stuck.task)
                });
            }
        }
        self.check(
            open.is_empty() || !matches!(self.recording.outcome, Outcome::Stalled(_)),
            || format!("stuck as well: {open:?}"),
        );
    }

    /// When a span's timer runs out, if it is one.
    fn deadline(&self, span: &Span) -> Option<u64> {
        match span.what {
            Awaited::Sleep(ms) | Awaited::Timeout(ms) | Awaited::Asked(ms) | Awaited::Reset(ms) => {
                Some(self.entries[span.from].at + ms * 1000)
            }
            _ => None,
        }
    }

    /// A timer that ran out and was not dropped before woke its task, at that time and only then. In a set of futures, one
    /// of several does it for all.
    fn timers(&mut self, timers: &BTreeMap<WaitId, &Span>) {
        let mut named: BTreeMap<WaitId, Vec<u64>> = BTreeMap::new();
        let mut nameless: Vec<(TaskId, u64)> = Vec::new();
        for event in &self.recording.events {
            match event.what {
                What::Woken {
                    cause: Cause::Timer { wait: Some(wait) },
                    task,
                    ..
                } => {
                    self.named[0] += 1;
                    named.entry(wait).or_default().push(event.at);
                    let known =
                        self.recording.wait(wait).task == task && timers.contains_key(&wait);
                    self.check(known, || format!("{event:?}: of which timer?"));
                }
                What::Woken {
                    cause: Cause::Timer { wait: None },
                    task,
                    ..
                } => {
                    self.named[1] += 1;
                    nameless.push((task, event.at));
                }
                _ => {}
            }
        }
        for (wait, span) in timers {
            let deadline = self.deadline(span).expect("only timers are here");
            let at = named.remove(wait).unwrap_or_default();
            let over = span
                .to
                .map_or(self.recording.duration(), |to| self.entries[to].at);
            let together = |other: &&Span| {
                self.deadline(other) == Some(deadline)
                    && (other.task, other.set) == (span.task, span.set)
                    && other.to.is_none_or(|to| self.entries[to].at >= deadline)
            };
            let all: Vec<&Span> = timers.values().copied().filter(together).collect();
            // Where those stand that were set to a later time is not known.
            let unclear = all.len() > 1
                && all.iter().any(|s| matches!(s.what, Awaited::Reset(_)))
                && span.set == 0;
            let expected = if span.set > 0 || matches!(span.what, Awaited::Asked(_)) {
                at.is_empty() || at == [deadline]
            } else if deadline > over {
                at.is_empty()
            } else if unclear {
                let count = nameless.iter().filter(|n| **n == (id(span.task), deadline));
                at == [deadline] || at.is_empty() && count.count() >= all.len()
            } else {
                at == [deadline]
            };
            // The one that was set first. When a timeout sets its own depends on what it limits.
            let first = span.set == 0
                || at.is_empty()
                || all.iter().all(|other| {
                    other.from >= span.from
                        || matches!(other.what, Awaited::Timeout(_))
                        || matches!(span.what, Awaited::Timeout(_))
                });
            let text = format!(
                "task {}: {:?} from entry {} runs out at {deadline}, is over at {over}, and woke at {at:?}",
                span.task, span.what, span.from
            );
            self.check(expected, || text.clone());
            self.check(first, || {
                format!("{text}, and was not the first of its set")
            });
        }
        let sets = timers.values().any(|s| s.set > 0);
        let unclear = timers.values().any(|s| matches!(s.what, Awaited::Reset(_)));
        self.check(nameless.is_empty() || sets || unclear, || {
            format!("timers that woke these are not named: {nameless:?}")
        });
    }

    /// Whether it was begun and dropped within one poll: then nobody waited in between.
    fn is_short(&self, span: &Span) -> bool {
        !span.done && (span.to).is_some_and(|to| self.poll_of(span.from) == self.poll_of(to))
    }

    /// Whether the recording need not tell this one rightly.
    ///
    /// What Tokio does not report is read from the stacks, and these do not tell everything. A branch that begins
    /// something, drops it in the same poll and is over then, seems to stand there still. Of several messages that a
    /// task awaits at once, or notifications, or tasks, or times that it yielded, it is not known which has come; and
    /// from then on, not either which of them it awaits. The same where it drops one and begins another in one poll.
    fn is_dim(&self, span: &Span, spans: &[Span]) -> bool {
        let Some(family) = family(span.what) else {
            return false;
        };
        let before = |s: &Span| match span.to {
            Some(to) => s.from < to || self.poll_of(s.from) == self.poll_of(to),
            None => true,
        };
        let alike: Vec<&Span> = spans
            .iter()
            .filter(|s| s.task == span.task && self::family(s.what) == Some(family) && before(s))
            .collect();
        let at_once = |(i, one): (usize, &&Span)| {
            let over = one.to.unwrap_or(usize::MAX);
            let dropped = one.to.filter(|_| !one.done || one.what == Awaited::Yield);
            alike[i + 1..].iter().any(|other| {
                let anew = dropped.is_some_and(|to| self.poll_of(to) == self.poll_of(other.from));
                other.from < over || anew
            })
        };
        span.what == Awaited::Anything
            || self.is_short(span)
            || alike.iter().enumerate().any(at_once)
    }

    fn began(&mut self, span: &Span, wait: &Wait, began: u64) {
        let at = self.entries[span.from].at;
        let brief = brief(wait);
        self.check(began == at, || {
            format!("{brief} began at {at}, recorded at {began}")
        });
        if let (Awaited::Task(label), true) = (span.what, span.done) {
            self.check(wait.target == Some(id(label)), || {
                format!("{brief} is for the end of {label}")
            });
        }
    }

    fn ended(&mut self, span: &Span, wait: &Wait, to: Option<usize>, seen: Option<(u32, WaitEnd)>) {
        let brief = brief(wait);
        let Some((step, seen_how)) = seen else {
            let text = format!("{brief} was over in entry {to:?}, recorded open");
            return self.wrong.push(text);
        };
        let Some(to) = to else {
            let text = format!("{brief} is not over, recorded {seen_how:?} in {step}");
            return self.wrong.push(text);
        };
        let how = match span.done {
            true => WaitEnd::Done,
            false => WaitEnd::Abandoned,
        };
        // It came, but another branch was polled first and ended them all.
        let came = !span.done
            && (family(span.what).is_some() || span.what == Awaited::Room)
            && self.came(wait, step);
        self.check(how == seen_how || came, || {
            format!("{brief} was over in entry {to} as {how:?}, recorded as {seen_how:?} in {step}")
        });
        let (poll, seen_poll) = (self.poll_of(to), self.polls[step as usize]);
        let (at, seen_at) = (self.entries[to].at, self.recording.events[step as usize].at);
        self.check(poll == seen_poll && at == seen_at, || {
            format!("{brief} was over in {poll:?} at {at}, recorded in {seen_poll:?} at {seen_at}")
        });
        // Tokio tells at once.
        let said = self.steps[to];
        let at_once = family(span.what).is_none() && !matches!(span.what, Awaited::Timeout(_));
        self.check(!at_once || step < said, || {
            format!("{brief} was over in step {step}, which is after {said}")
        });
    }

    /// Whether the task was woken before this step by something other than a timer, since it was polled last.
    fn came(&self, wait: &Wait, step: u32) -> bool {
        let events = &self.recording.events[..step as usize];
        let since = events
            .iter()
            .rev()
            .take_while(|e| !matches!(e.what, What::PollEnded { task, .. } if task == wait.task));
        since.into_iter().any(|e| {
            matches!(&e.what, What::Woken { task, cause, .. }
                if *task == wait.task && !matches!(cause, Cause::Timer { .. }))
        })
    }

    /// Whether a wait can be this one.
    fn fits(&self, span: &Span, wait: &Wait) -> bool {
        let ends_at = |ms: u64| wait.deadline == Some(self.entries[span.from].at + ms * 1000);
        let operation = match span.what {
            Awaited::Sleep(ms) | Awaited::Asked(ms) | Awaited::Reset(ms) if ends_at(ms) => "sleep",
            Awaited::Timeout(ms) if ends_at(ms) => "timeout",
            Awaited::Sleep(_) | Awaited::Timeout(_) | Awaited::Asked(_) | Awaited::Reset(_) => {
                return false;
            }
            Awaited::Thing(thing, hold) => {
                if wait.resource.and_then(|r| self.thing(r)) != Some(thing) {
                    return false;
                }
                match (&self.world.things[thing].0, hold) {
                    (crate::log::Object::Mutex(_), _) => "Mutex::lock",
                    (crate::log::Object::RwLock(_), Hold::Shared) => "RwLock::read",
                    (crate::log::Object::RwLock(_), _) => "RwLock::write",
                    (crate::log::Object::Semaphore(_), Hold::Owned) => "Semaphore::acquire_owned",
                    (crate::log::Object::Semaphore(_), _) => "Semaphore::acquire",
                }
            }
            Awaited::Yield => "yield_now",
            Awaited::Task(_) => "JoinHandle",
            Awaited::AnyTask => "JoinSet::join_next",
            Awaited::Room => "mpsc::Sender::send",
            Awaited::Message { bounded: true } => "mpsc::Receiver::recv",
            Awaited::Message { bounded: false } => "mpsc::UnboundedReceiver::recv",
            Awaited::Answer => "oneshot::Receiver",
            Awaited::Notification => "Notify::notified",
            Awaited::Anything => return false,
        };
        wait.operation == operation
    }

    fn outcome(&mut self, expected: &Expected) {
        let last = self.entries.last().map_or(0, |e| e.at);
        let duration = self.recording.duration();
        self.check(duration == last, || {
            format!("over at {last}, recorded until {duration}")
        });
        let main = self.entries.iter().find_map(|e| match e.said {
            Said::Ended(how) if e.task == 0 => Some(how),
            _ => None,
        });
        let outcome = &self.recording.outcome;
        let right = match (expected, main, outcome) {
            (Expected::Ends, Some(Ending::Returned), Outcome::Completed) => true,
            (Expected::Ends, Some(Ending::Panicked), Outcome::Panicked { message }) => {
                message.as_deref() == Some("planned")
            }
            (Expected::Ring(ring), None, Outcome::Stalled(stall)) => {
                let ring: Vec<_> = ring.iter().map(|l| id(*l)).collect();
                is_turned(&ring, &stall.cycle)
            }
            (Expected::Stalls, None, Outcome::Stalled(stall)) => stall.cycle.is_empty(),
            _ => false,
        };
        self.check(right, || {
            format!("{expected:?}, main {main:?}, recorded {outcome:?}")
        });
        if *expected == Expected::Ends {
            let rest = self.rest.len();
            self.check(rest == 0, || format!("not recorded: {rest} entries"));
            let accused = timeline::warnings(self.recording)
                .into_iter()
                .find(|w| w.kind == WarningKind::Deadlock);
            self.check(accused.is_none(), || {
                format!("a healthy program is accused: {accused:?}")
            });
            let explained = timeline::explain(self.recording);
            self.check(explained.is_empty(), || {
                format!("a healthy program is accused: {explained:?}")
            });
        } else {
            // While it is taken apart, nothing goes on.
            let dropped = |said: &Said| {
                matches!(
                    said,
                    Said::Drops { .. }
                        | Said::Frees(_)
                        | Said::Ended(Ending::Cancelled | Ending::Shutdown)
                )
            };
            let other = self.rest.iter().find(|e| !dropped(&e.said)).cloned();
            self.check(other.is_none(), || {
                format!("went on after the stall: {other:?}")
            });
        }
    }
}

/// What belongs together of what is known from the stacks only; `None`: Tokio reports it.
fn family(what: Awaited) -> Option<&'static str> {
    match what {
        Awaited::Sleep(_)
        | Awaited::Timeout(_)
        | Awaited::Asked(_)
        | Awaited::Reset(_)
        | Awaited::Thing(..)
        | Awaited::Room
        | Awaited::Answer => None,
        Awaited::Message { .. } => Some("messages"),
        Awaited::Notification => Some("notifications"),
        Awaited::Task(_) | Awaited::AnyTask => Some("tasks"),
        Awaited::Yield => Some("yields"),
        Awaited::Anything => Some("what nobody can wake"),
    }
}

fn brief(wait: &Wait) -> String {
    let (WaitId(number), TaskId(task)) = (wait.id, wait.task);
    format!("wait {number} of task {} for {}", task - 1, wait.operation)
}

fn within(step: u32, poll: Option<Poll>) -> bool {
    poll.is_some_and(|p| p.from <= step && step <= p.to)
}

/// Whether one ring is the other one, begun elsewhere.
fn is_turned(ring: &[TaskId], other: &[TaskId]) -> bool {
    ring.len() == other.len()
        && (0..ring.len()).any(|by| {
            let mut ring = ring.to_vec();
            ring.rotate_left(by);
            ring == other
        })
}

/// The poll of each step.
fn polls(recording: &Recording, wrong: &mut Vec<String>) -> Vec<Option<Poll>> {
    let mut polls = vec![None; recording.events.len()];
    let mut running: Option<(TaskId, u32)> = None;
    for event in &recording.events {
        match event.what {
            What::PollStarted { task } => {
                if running.is_some() {
                    wrong.push(format!("{event:?} inside {running:?}"));
                }
                running = Some((task, event.step));
            }
            What::PollEnded { task, .. } => match running.take() {
                Some((polled, from)) if polled == task => {
                    let to = event.step;
                    polls[from as usize..=to as usize].fill(Some(Poll { from, to }));
                }
                _ => wrong.push(format!("{event:?} without a beginning")),
            },
            _ => {}
        }
    }
    if running.is_some() {
        wrong.push(format!("{running:?} never ends"));
    }
    polls
}

/// How many of the program's entries are in the recording.
pub(crate) fn notes(recording: &Recording) -> usize {
    let notes = |e: &&Event| matches!(e.what, What::Note { .. });
    recording.events.iter().filter(notes).count()
}
