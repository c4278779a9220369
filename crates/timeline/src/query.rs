//! Questions to a recording: who ran, what was in flight, how long, and why.
//!
//! They are methods of [`Recording`], and they answer with the recording's own tasks, waits and events, or with one of
//! the small types that stand here. Nothing is stored: each question looks through the events anew, in time that grows
//! with their number.
//!
//! Two clocks run through a recording. *Time* may stand still while much happens, so a question that ends in `_at`
//! takes a time and answers for all that happened in it. A *step* is exact, so a question that ends in `_after` takes a
//! step and answers for the state right after it.

mod causes;
mod held;
mod state;

use std::{fmt, time::Duration};

pub use causes::Causes;
pub use held::HeldAcross;
pub use state::{TaskState, Times};

use crate::model::{
    Cause, End, Event, Micros, Recording, ResourceId, Task, TaskId, Wait, WaitEnd, WaitId, What,
};
use crate::text::duration;

/// When something happened: at which step, and at which time.
///
/// Ordered by step: of two moments at the same time, the smaller one was first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The step.
    pub step: u32,
    /// The time.
    pub at: Micros,
}

/// A poll, and how long it took: see [`Recording::longest_poll`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedPoll {
    /// The task that was polled.
    pub task: TaskId,
    /// The step in which the poll ended.
    pub step: u32,
    /// How long it took by the computer's clock.
    pub took: Duration,
}

/// From one moment up to another one, which is no part of it.
///
/// ```
/// use timeline::query::{Moment, Span};
///
/// let span = |from, to| Span {
///     from: Moment { step: from, at: from.into() },
///     to: Moment { step: to, at: to.into() },
///     open: false,
/// };
/// let (first, second, third) = (span(0, 4), span(3, 9), span(9, 12));
/// assert_eq!(first.overlap(&second), Some(span(3, 4)));
/// assert_eq!(second.overlap(&third), None, "one ends where the other begins");
///
/// let peak = Span::most_at_once([first, second, third]).unwrap();
/// assert_eq!((peak.count, peak.at.step), (2, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// When it began.
    pub from: Moment,
    /// When it ended; for what had not ended with the recording, right after the last event.
    pub to: Moment,
    /// It had not ended when the recording did.
    pub open: bool,
}

/// The moment when the most of something went on at once: see [`Span::most_at_once`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// How many.
    pub count: usize,
    /// When they had first become as many.
    pub at: Moment,
}

/// A line that the program printed: see [`Recording::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// When.
    pub at: Moment,
    /// The task that ran; `None`: none did.
    pub task: Option<TaskId>,
    /// The line.
    pub text: &'a str,
}

impl Span {
    /// How long it lasted, in microseconds of the program's clock.
    pub fn duration(&self) -> Micros {
        self.to.at.saturating_sub(self.from.at)
    }

    /// Whether it went on right after this step.
    pub fn contains(&self, step: u32) -> bool {
        (self.from.step..self.to.step).contains(&step)
    }

    /// What two spans have in common; `None` where one is over before the other begins.
    ///
    /// Judged by steps: the overlap of two spans may take no time, where the clock stood still.
    pub fn overlap(&self, other: &Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = self.to.min(other.to);
        let open = self.open && other.open;
        (from < to).then_some(Self { from, to, open })
    }

    /// How many of these went on at once at most, and since when; `None` where there is none that lasted for a step.
    pub fn most_at_once(spans: impl IntoIterator<Item = Self>) -> Option<Peak> {
        let spans = spans.into_iter().filter(|span| span.from < span.to);
        // At the same step, what ends makes room for what begins.
        let mut turns: Vec<_> = spans
            .flat_map(|s| [(s.from, true), (s.to, false)])
            .collect();
        turns.sort_by_key(|(moment, begins)| (*moment, *begins));
        let mut now = 0;
        let mut peak: Option<Peak> = None;
        for (at, begins) in turns {
            now = if begins { now + 1 } else { now - 1 };
            if peak.is_none_or(|p| now > p.count) {
                peak = Some(Peak { count: now, at });
            }
        }
        peak
    }
}

impl Recording {
    /// The tasks of this name: those called exactly so, and those that are numbered or described after it.
    ///
    /// `fetch` stands for `fetch`, `fetch 2` and `fetch from rome`, and not for `fetch_all`.
    ///
    /// ```
    /// async fn fetch() {}
    ///
    /// let run = timeline::record(async {
    ///     let both = [tokio::spawn(fetch()), tokio::spawn(fetch())];
    ///     for one in both {
    ///         one.await.unwrap();
    ///     }
    /// })?;
    /// assert_eq!(run.recording.tasks_named("main").count(), 1);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn tasks_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Task> {
        self.tasks.iter().filter(move |t| is_called(&t.name, name))
    }

    /// The waits of this name: a wait is called by the label that the program gave to it, else by its operation.
    /// Numbered and described ones count, as in [`Recording::tasks_named`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::label;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     label("call to rome", sleep(Duration::from_secs(3))).await;
    ///     label("call to oslo", sleep(Duration::from_secs(3))).await;
    ///     sleep(Duration::from_secs(1)).await;
    /// })?;
    /// assert_eq!(run.recording.waits_named("call").count(), 2);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn waits_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Wait> {
        self.waits.iter().filter(move |w| is_called(w.name(), name))
    }

    /// The waits of one task, in the order in which they began.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::TaskId;
    ///
    /// let run = timeline::record(async { tokio::time::sleep(Duration::from_secs(3)).await })?;
    /// let operations: Vec<_> = run.recording.waits_of(TaskId(1)).map(|w| &w.operation).collect();
    /// assert_eq!(operations, ["sleep"]);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn waits_of(&self, task: TaskId) -> impl Iterator<Item = &Wait> {
        self.waits.iter().filter(move |w| w.task == task)
    }

    /// The tasks that one task spawned, in the order of spawning.
    ///
    /// ```
    /// use timeline::TaskId;
    ///
    /// let run = timeline::record(async { tokio::spawn(async {}).await.unwrap() })?;
    /// assert_eq!(run.recording.spawned_by(TaskId(1)).count(), 1);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn spawned_by(&self, task: TaskId) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |t| t.parent == Some(task))
    }

    /// The lines that the program printed with [`crate::println!`] or [`crate::note()`], in order.
    ///
    /// ```
    /// let run = timeline::record(async { timeline::println!("{} answers", "rome") })?;
    /// let said: Vec<_> = run.recording.notes().map(|note| note.text).collect();
    /// assert_eq!(said, ["rome answers"]);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn notes(&self) -> impl Iterator<Item = Note<'_>> {
        self.events.iter().filter_map(|event| match &event.what {
            What::Note { text } => Some(Note {
                at: event.moment(),
                task: event.during,
                text,
            }),
            _ => None,
        })
    }

    /// When a task was spawned; `None`: the recording was full by then.
    ///
    /// ```
    /// use timeline::TaskId;
    ///
    /// let run = timeline::record(async {})?;
    /// assert_eq!(run.recording.spawned(TaskId(1)).unwrap().at, 0);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn spawned(&self, task: TaskId) -> Option<Moment> {
        self.first(|what| *what == What::TaskSpawned { task })
    }

    /// How a task ended; `None`: it had not ended when the recording did.
    ///
    /// ```
    /// use timeline::{End, TaskId};
    ///
    /// let run = timeline::record(async {
    ///     let task = tokio::spawn(std::future::pending::<()>());
    ///     task.abort();
    ///     task.await.unwrap_err();
    /// })?;
    /// assert_eq!(run.recording.ended(TaskId(1)), Some(End::Completed));
    /// assert_eq!(run.recording.ended(TaskId(2)), Some(End::Cancelled));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn ended(&self, task: TaskId) -> Option<End> {
        self.task_end(task).map(|(_, how)| how)
    }

    /// From a task's first poll to its end; `None`: it was never polled.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::TaskId;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     let saver = tokio::spawn(sleep(Duration::from_secs(3)));
    ///     sleep(Duration::from_secs(1)).await;
    ///     saver.abort();
    ///     saver.await.unwrap_err();
    /// })?;
    /// let saver = run.recording.task_span(TaskId(2)).unwrap();
    /// assert_eq!(saver.duration(), 1_000_000);
    /// assert!(saver.to < run.recording.task_span(TaskId(1)).unwrap().to, "it ended before main did");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn task_span(&self, task: TaskId) -> Option<Span> {
        let from = self.first(|what| *what == What::PollStarted { task })?;
        Some(self.span(from, self.task_end(task).map(|(to, _)| to)))
    }

    /// How a wait ended; `None`: it had not ended when the recording did.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::{WaitEnd, WaitId};
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::select! {
    ///         () = sleep(Duration::from_secs(1)) => {}
    ///         () = sleep(Duration::from_secs(3)) => {}
    ///     }
    /// })?;
    /// let ends: Vec<_> = run.recording.waits.iter().map(|w| run.recording.wait_ended(w.id)).collect();
    /// assert!(ends.contains(&Some(WaitEnd::Done)) && ends.contains(&Some(WaitEnd::Abandoned)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn wait_ended(&self, wait: WaitId) -> Option<WaitEnd> {
        self.wait_end(wait).map(|(_, how)| how)
    }

    /// From the beginning of a wait to its end. Two waits were in flight together if their spans
    /// [overlap](Span::overlap).
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::WaitId;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::join!(sleep(Duration::from_secs(3)), sleep(Duration::from_secs(2)));
    /// })?;
    /// let span = |wait| run.recording.wait_span(wait).unwrap();
    /// let together = span(WaitId(1)).overlap(&span(WaitId(2))).unwrap();
    /// assert_eq!(together.duration(), 2_000_000);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn wait_span(&self, wait: WaitId) -> Option<Span> {
        let from = self.first(|what| *what == What::WaitStarted { wait })?;
        Some(self.span(from, self.wait_end(wait).map(|(to, _)| to)))
    }

    /// The waits that were in flight at this time, each with the task that waits: they had begun by then, and were not
    /// over. A wait that took no time was never in flight.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::join!(sleep(Duration::from_secs(3)), sleep(Duration::from_secs(2)));
    /// })?;
    /// assert_eq!(run.recording.in_flight_at(1_000_000).len(), 2);
    /// assert_eq!(run.recording.in_flight_at(2_500_000).len(), 1);
    /// assert_eq!(run.recording.in_flight_at(3_000_000).len(), 0);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn in_flight_at(&self, at: Micros) -> Vec<&Wait> {
        let spans = self.wait_spans().into_iter();
        spans
            .filter(|(_, span)| span.from.at <= at && (at < span.to.at || span.open))
            .map(|(wait, _)| wait)
            .collect()
    }

    /// The waits that were in flight right after this step.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::What;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async { sleep(Duration::from_secs(3)).await })?;
    /// let jump = run.recording.events.iter().find(|e| matches!(e.what, What::ClockAdvanced { .. })).unwrap();
    /// assert_eq!(run.recording.in_flight_after(jump.step).len(), 1);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn in_flight_after(&self, step: u32) -> Vec<&Wait> {
        let spans = self.wait_spans().into_iter();
        spans
            .filter(|(_, span)| span.contains(step))
            .map(|(wait, _)| wait)
            .collect()
    }

    /// The wait that took longest; of several, the first to begin. `None`: nobody waited.
    ///
    /// A wait for a task to end counts like any other: mostly it is the longest of all, so look at
    /// [`Recording::longest_wait_of`] as well.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::join!(sleep(Duration::from_secs(2)), sleep(Duration::from_secs(3)));
    /// })?;
    /// assert_eq!(run.recording.longest_wait().unwrap().deadline, Some(3_000_000));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn longest_wait(&self) -> Option<&Wait> {
        longest(self.wait_spans())
    }

    /// The wait of one task that took longest; of several, the first to begin. `None`: it never waited.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::TaskId;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::spawn(sleep(Duration::from_secs(3)));
    ///     sleep(Duration::from_secs(1)).await;
    /// })?;
    /// assert_eq!(run.recording.longest_wait_of(TaskId(1)).unwrap().deadline, Some(1_000_000));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn longest_wait_of(&self, task: TaskId) -> Option<&Wait> {
        let mut spans = self.wait_spans();
        spans.retain(|(wait, _)| wait.task == task);
        longest(spans)
    }

    /// The poll that took longest by the computer's clock; of several, the first. `None`: no poll was timed, see
    /// [`crate::Recorder::real_time`].
    pub fn longest_poll(&self) -> Option<TimedPoll> {
        let timed = self.events.iter().filter_map(|event| match event.what {
            What::PollEnded {
                task,
                real_nanos: Some(nanos),
                ..
            } => Some(TimedPoll {
                task,
                step: event.step,
                took: Duration::from_nanos(nanos),
            }),
            _ => None,
        });
        timed.reduce(|longest, poll| match poll.took > longest.took {
            true => poll,
            false => longest,
        })
    }

    /// The tasks that never came to an end of their own: still there when the recording ended, as after a stall, or
    /// dropped with the runtime.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// async fn saves() {
    ///     tokio::time::sleep(Duration::from_secs(3)).await;
    /// }
    ///
    /// let run = timeline::record(async {
    ///     tokio::spawn(saves()); // and nobody awaits it
    ///     tokio::task::yield_now().await;
    /// })?;
    /// assert_eq!(run.recording.unfinished().len(), 1);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn unfinished(&self) -> Vec<&Task> {
        let mut finished = vec![false; self.tasks.len()];
        for event in &self.events {
            if let What::TaskEnded { task, how, .. } = event.what {
                finished[index(task)] = how != End::Shutdown;
            }
        }
        let tasks = self.tasks.iter().zip(finished);
        tasks.filter_map(|(t, done)| (!done).then_some(t)).collect()
    }

    /// The times at which a task was woken, with who woke it and why. The [causes](Recording::causes) of such an event
    /// go on from there.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::{TaskId, in_words};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(Duration::from_secs(3)).await })?;
    /// let wake = run.recording.wakes_of(TaskId(1)).next().unwrap();
    /// assert_eq!(in_words(&run.recording, wake.step), "`main` is woken: its sleep is over");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn wakes_of(&self, task: TaskId) -> impl Iterator<Item = &Event> {
        let woken = move |e: &&Event| matches!(e.what, What::Woken { task: t, .. } if t == task);
        self.events.iter().filter(woken)
    }

    /// Whether one task woke another, by something that it did or by ending.
    ///
    /// ```
    /// use timeline::TaskId;
    ///
    /// let run = timeline::record(async { tokio::spawn(async {}).await.unwrap() })?;
    /// assert!(run.recording.woke(TaskId(2), TaskId(1)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn woke(&self, waker: TaskId, woken: TaskId) -> bool {
        self.wakes_of(woken).any(|event| match &event.what {
            What::Woken {
                cause: Cause::Task { task, .. } | Cause::End { task },
                ..
            } => *task == waker,
            _ => false,
        })
    }

    /// The tasks that held a lock right after this step. Several only where an `RwLock` is read.
    ///
    /// ```
    /// use timeline::{TaskId, What};
    ///
    /// let run = timeline::record(async {
    ///     let lock = tokio::sync::Mutex::new(0);
    ///     *lock.lock().await += 1;
    /// })?;
    /// let held = run.recording.events.iter().find_map(|e| match e.what {
    ///     What::LockHeld { resource, .. } => Some((resource, e.step)),
    ///     _ => None,
    /// });
    /// let (lock, step) = held.unwrap();
    /// assert_eq!(run.recording.holders_after(lock, step), [TaskId(1)]);
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn holders_after(&self, lock: ResourceId, step: u32) -> Vec<TaskId> {
        let held = self.held_spans().into_iter();
        held.filter(|h| h.lock == lock && h.span.contains(step))
            .map(|h| h.task)
            .collect()
    }

    /// Right after the last event.
    pub(crate) fn end(&self) -> Moment {
        let step = self.events.len().try_into().unwrap_or(u32::MAX);
        let at = self.duration();
        Moment { step, at }
    }

    pub(crate) fn first(&self, is: impl Fn(&What) -> bool) -> Option<Moment> {
        let event = self.events.iter().find(|e| is(&e.what));
        event.map(Event::moment)
    }

    pub(crate) fn task_end(&self, task: TaskId) -> Option<(Moment, End)> {
        self.events.iter().find_map(|e| match e.what {
            What::TaskEnded { task: t, how, .. } if t == task => Some((e.moment(), how)),
            _ => None,
        })
    }

    pub(crate) fn wait_end(&self, wait: WaitId) -> Option<(Moment, WaitEnd)> {
        self.events.iter().find_map(|e| match e.what {
            What::WaitEnded { wait: w, how } if w == wait => Some((e.moment(), how)),
            _ => None,
        })
    }

    fn span(&self, from: Moment, to: Option<Moment>) -> Span {
        Span {
            from,
            to: to.unwrap_or_else(|| self.end()),
            open: to.is_none(),
        }
    }

    /// Every task that was ever polled with its span, in one pass.
    pub(crate) fn task_spans(&self) -> Vec<(&Task, Span)> {
        let mut spans: Vec<Option<Span>> = vec![None; self.tasks.len()];
        for event in &self.events {
            match event.what {
                What::PollStarted { task } => {
                    let span = || self.span(event.moment(), None);
                    spans[index(task)].get_or_insert_with(span);
                }
                What::TaskEnded { task, .. } => {
                    if let Some(span) = spans[index(task)].as_mut().filter(|s| s.open) {
                        (span.to, span.open) = (event.moment(), false);
                    }
                }
                _ => {}
            }
        }
        let spans = self.tasks.iter().zip(spans);
        spans.filter_map(|(t, s)| Some((t, s?))).collect()
    }

    /// Every wait with its span, in one pass.
    pub(crate) fn wait_spans(&self) -> Vec<(&Wait, Span)> {
        let mut spans: Vec<Option<Span>> = vec![None; self.waits.len()];
        for event in &self.events {
            match event.what {
                What::WaitStarted { wait } => {
                    let span = || self.span(event.moment(), None);
                    spans[wait.0 as usize - 1].get_or_insert_with(span);
                }
                What::WaitEnded { wait, .. } => {
                    if let Some(span) = spans[wait.0 as usize - 1].as_mut().filter(|s| s.open) {
                        (span.to, span.open) = (event.moment(), false);
                    }
                }
                _ => {}
            }
        }
        let spans = self.waits.iter().zip(spans);
        spans.filter_map(|(w, s)| Some((w, s?))).collect()
    }
}

impl Wait {
    /// What it is called: the label that the program gave to it, else its operation.
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.operation)
    }
}

impl Event {
    /// When it happened.
    pub fn moment(&self) -> Moment {
        Moment {
            step: self.step,
            at: self.at,
        }
    }
}

/// Where a task stands in tables that have one row for each.
fn index(task: TaskId) -> usize {
    task.0 as usize - 1
}

/// Of several that are equally long, the first.
fn longest(spans: Vec<(&Wait, Span)>) -> Option<&Wait> {
    let longest = spans.into_iter().reduce(|best, one| {
        if one.1.duration() > best.1.duration() {
            one
        } else {
            best
        }
    });
    longest.map(|(wait, _)| wait)
}

/// Whether something is called so, or so and something more: `fetch`, `fetch 2`, `fetch from rome`.
pub(crate) fn is_called(full: &str, name: &str) -> bool {
    let more = full.strip_prefix(name);
    more.is_some_and(|more| !more.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (step {})", duration(self.at), self.step)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.open {
            write!(f, "from {} on", duration(self.from.at))
        } else {
            let (from, to) = (duration(self.from.at), duration(self.to.at));
            write!(f, "from {from} to {to}")
        }
    }
}
