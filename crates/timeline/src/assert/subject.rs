//! Whom a claim is about: one task, one wait, or the whole program.

use std::time::Duration;

use super::happening::Occasion;
use super::look::{self, Found};
use super::{Claim, Failure, Happening};
use crate::model::{End, Micros, Outcome, Recording, TaskId, Wait, WaitEnd, What};
use crate::query::Span;
use crate::text::duration;
use crate::words::waits_for;

/// One task, by its name: see [`task`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "say something about it"]
pub struct TaskNamed {
    pub(super) name: String,
}

/// One wait, by its name: see [`wait`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "say something about it"]
pub struct WaitNamed {
    name: String,
    of: Option<String>,
}

/// The whole program: see [`program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "say something about it"]
pub struct Program;

/// The task of this name: the name that it was given, else that of its async function, else its line
/// ([`Task::name`](crate::Task::name)). The main future is `main`.
///
/// A claim about a task that is not there does not hold, and says which tasks there are.
///
/// ```
/// use timeline::assert::task;
///
/// let run = timeline::record(async {})?;
/// let failure = run.check(task("saver").completed()).unwrap_err();
/// assert_eq!(failure.found, "there is no task named `saver`; there is `main`");
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn task(name: impl Into<String>) -> TaskNamed {
    TaskNamed { name: name.into() }
}

/// The wait of this name: the label that the program gave to it with [`crate::label`], else its operation, such as
/// `sleep` or `mpsc::Receiver::recv`.
///
/// It must be the only one. A claim about a wait that is not there, or that is one of several, does not hold.
///
/// ```
/// use timeline::assert::{secs, wait};
/// use timeline::label;
/// use tokio::time::sleep;
///
/// let run = timeline::record(async {
///     let rome = label("call to rome", sleep(secs(3)));
///     let oslo = label("call to oslo", sleep(secs(2)));
///     tokio::join!(rome, oslo);
/// })?;
/// run.assert(wait("call to rome").overlaps(wait("call to oslo")));
/// run.assert(wait("call to oslo").took(secs(2)));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn wait(name: impl Into<String>) -> WaitNamed {
    WaitNamed {
        name: name.into(),
        of: None,
    }
}

/// The whole program.
///
/// ```
/// use timeline::assert::{program, secs};
///
/// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
/// run.assert(program().completed());
/// run.assert(program().took(secs(3)));
/// run.assert(program().leaves_no_task_behind());
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn program() -> Program {
    Program
}

impl TaskNamed {
    /// That it was spawned.
    pub fn was_spawned(self) -> Happening {
        Happening::of(Occasion::Spawned(self))
    }

    /// That it was polled for the first time.
    pub fn started(self) -> Happening {
        Happening::of(Occasion::Started(self))
    }

    /// That it came to an end, in whatever way.
    pub fn ended(self) -> Happening {
        Happening::of(Occasion::Ended(self, None))
    }

    /// That it returned.
    pub fn completed(self) -> Happening {
        Happening::of(Occasion::Ended(self, Some(End::Completed)))
    }

    /// That it panicked.
    pub fn panicked(self) -> Happening {
        Happening::of(Occasion::Ended(self, Some(End::Panicked)))
    }

    /// That it was dropped before it was done, while the program went on: by `abort`, or with the set that owned it.
    pub fn was_cancelled(self) -> Happening {
        Happening::of(Occasion::Ended(self, Some(End::Cancelled)))
    }

    /// That it was dropped with the runtime, because the main future had ended before it did.
    pub fn was_dropped_with_the_runtime(self) -> Happening {
        Happening::of(Occasion::Ended(self, Some(End::Shutdown)))
    }

    /// That another task woke it, by something that it did or by ending.
    ///
    /// ```
    /// use timeline::assert::task;
    ///
    /// let run = timeline::record(async {
    ///     tokio::task::Builder::new().name("child").spawn(async {}).unwrap().await.unwrap();
    /// })?;
    /// run.assert(task("main").was_woken_by(task("child")));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn was_woken_by(self, waker: TaskNamed) -> impl Claim {
        move |recording: &Recording| {
            let woken = || -> Found<bool> {
                let waker = look::task(recording, &waker.name)?;
                let woken = look::task(recording, &self.name)?;
                Ok(recording.woke(waker.id, woken.id))
            };
            let not = || "it never was".to_owned();
            let expected = format!("{} to be woken by {}", self.words(), waker.words());
            verdict(
                expected,
                woken().and_then(|woken| woken.then_some(()).ok_or_else(not)),
            )
        }
    }

    /// That from its first poll to its end it took exactly so long: for the paused clock.
    pub fn took(self, time: Duration) -> impl Claim {
        self.lasts(Length::Exactly, time)
    }

    /// That from its first poll to its end it took no longer.
    pub fn took_at_most(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtMost, time)
    }

    /// That from its first poll to its end it took so long or longer.
    pub fn took_at_least(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtLeast, time)
    }

    /// That each of the two was polled for the first time before the other one ended.
    ///
    /// ```
    /// use timeline::assert::task;
    ///
    /// let run = timeline::record(async {
    ///     tokio::task::Builder::new().name("child").spawn(async {}).unwrap().await.unwrap();
    /// })?;
    /// run.assert(task("main").overlaps(task("child")));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn overlaps(self, other: TaskNamed) -> impl Claim {
        move |recording: &Recording| {
            let (this, that) = (self.words(), other.words());
            overlap(
                (&this, self.span(recording)),
                (&that, other.span(recording)),
            )
        }
    }

    /// That none of its waits took longer. A wait that never ends does.
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// let failure = run.check(task("main").never_waits_longer_than(secs(1))).unwrap_err();
    /// assert_eq!(
    ///     failure.to_string(),
    ///     "expected `main` never to wait longer than 1 s, but it waits 3 s for its sleep until 3 s, from 0 s to 3 s",
    /// );
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn never_waits_longer_than(self, time: Duration) -> impl Claim {
        move |recording: &Recording| {
            let limit = look::words(time);
            let expected = format!("{} never to wait longer than {limit}", self.words());
            let stalled = matches!(recording.outcome, Outcome::Stalled(_));
            let longer = || -> Found<()> {
                let task = look::task(recording, &self.name)?.id;
                let mut spans = recording.wait_spans();
                spans.retain(|(w, _)| w.task == task);
                if let Some((wait, span)) = spans.iter().find(|(_, s)| s.open && stalled) {
                    let (what, from) = (waits_for(recording, wait.id), duration(span.from.at));
                    return Err(format!("it waits for ever for {what}, from {from} on"));
                }
                let limit = look::micros(time);
                match spans.iter().find(|(_, span)| span.duration() > limit) {
                    None => Ok(()),
                    Some((wait, span)) => {
                        let what = waits_for(recording, wait.id);
                        let took = duration(span.duration());
                        Err(format!("it waits {took} for {what}, {span}"))
                    }
                }
            };
            verdict(expected.clone(), longer())?;
            look::all_of_it(recording, &expected)
        }
    }

    /// That it began no wait while it held a `Mutex` or an `RwLock`: see [`Recording::locks_held_across_waits`], which
    /// says what that does not see.
    pub fn never_waits_while_it_holds_a_lock(self) -> impl Claim {
        move |recording: &Recording| {
            let expected = format!("{} never to wait while it holds a lock", self.words());
            let task = look::task(recording, &self.name).map(|t| Some(t.id));
            verdict(
                expected.clone(),
                task.and_then(|t| holds_none(recording, t)),
            )?;
            look::all_of_it(recording, &expected)
        }
    }

    /// That none of its polls held the thread in a blocking call, as far as the recorder noticed:
    /// [`What::PollEnded`].
    pub fn never_blocks_the_thread(self) -> impl Claim {
        move |recording: &Recording| {
            let expected = format!("{} never to block the thread", self.words());
            let task = look::task(recording, &self.name).map(|t| Some(t.id));
            verdict(
                expected.clone(),
                task.and_then(|t| blocks_never(recording, t)),
            )?;
            look::all_of_it(recording, &expected)
        }
    }

    pub(super) fn words(&self) -> String {
        format!("`{}`", self.name)
    }

    fn span(&self, recording: &Recording) -> Found<Span> {
        let task = look::task(recording, &self.name)?;
        let span = recording.task_span(task.id);
        span.ok_or_else(|| format!("{} was never polled", self.words()))
    }

    fn lasts(self, length: Length, time: Duration) -> impl Claim {
        move |recording: &Recording| length.check(&self.words(), time, self.span(recording))
    }
}

impl WaitNamed {
    /// The wait of this name that one task was in, where several tasks were in one.
    ///
    /// ```
    /// use timeline::assert::{secs, wait};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// run.assert(wait("sleep").of("main").took(secs(3)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn of(mut self, task: impl Into<String>) -> Self {
        self.of = Some(task.into());
        self
    }

    /// That it began.
    pub fn began(self) -> Happening {
        Happening::of(Occasion::WaitBegan(self))
    }

    /// That it came to an end, in whatever way.
    pub fn ended(self) -> Happening {
        Happening::of(Occasion::WaitEnded(self, None))
    }

    /// That what was waited for came.
    pub fn was_done(self) -> Happening {
        Happening::of(Occasion::WaitEnded(self, Some(WaitEnd::Done)))
    }

    /// That the future that waited was dropped first: it lost in a `select!`, ran into a timeout, or its task was
    /// cancelled.
    ///
    /// ```
    /// use timeline::assert::{secs, wait};
    /// use timeline::label;
    /// use tokio::time::sleep;
    ///
    /// let run = timeline::record(async {
    ///     tokio::select! {
    ///         () = label("call to rome", sleep(secs(3))) => {}
    ///         () = label("call to oslo", sleep(secs(1))) => {}
    ///     }
    /// })?;
    /// run.assert(wait("call to rome").was_abandoned().at(secs(1)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn was_abandoned(self) -> Happening {
        Happening::of(Occasion::WaitEnded(self, Some(WaitEnd::Abandoned)))
    }

    /// That it took exactly so long: for the paused clock.
    pub fn took(self, time: Duration) -> impl Claim {
        self.lasts(Length::Exactly, time)
    }

    /// That it took no longer.
    pub fn took_at_most(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtMost, time)
    }

    /// That it took so long or longer.
    pub fn took_at_least(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtLeast, time)
    }

    /// That the two were in flight together.
    pub fn overlaps(self, other: WaitNamed) -> impl Claim {
        move |recording: &Recording| {
            let (this, that) = (self.words(), other.words());
            let span = |wait: &Self| wait.find(recording).map(|(_, span)| span);
            overlap((&this, span(&self)), (&that, span(&other)))
        }
    }

    pub(super) fn words(&self) -> String {
        match &self.of {
            Some(task) => format!("the wait `{}` of `{task}`", self.name),
            None => format!("the wait `{}`", self.name),
        }
    }

    pub(super) fn find<'r>(&self, recording: &'r Recording) -> Found<(&'r Wait, Span)> {
        look::wait(recording, &self.name, self.of.as_deref())
    }

    fn lasts(self, length: Length, time: Duration) -> impl Claim {
        move |recording: &Recording| {
            let span = self.find(recording).map(|(_, span)| span);
            length.check(&self.words(), time, span)
        }
    }
}

impl Program {
    /// That the main future returned.
    pub fn completed(self) -> impl Claim {
        |recording: &Recording| {
            ends(
                recording,
                "to complete",
                recording.outcome == Outcome::Completed,
            )
        }
    }

    /// That the main future panicked. A panic of another task does not count: [`TaskNamed::panicked`].
    pub fn panicked(self) -> impl Claim {
        |recording: &Recording| {
            let panicked = matches!(recording.outcome, Outcome::Panicked { .. });
            ends(recording, "to panic", panicked)
        }
    }

    /// That the program came to where nothing could run any more.
    ///
    /// ```
    /// use timeline::assert::program;
    ///
    /// let run = timeline::record(async {
    ///     let lock = tokio::sync::Mutex::new(());
    ///     let _once = lock.lock().await;
    ///     let _twice = lock.lock().await;
    /// })?;
    /// run.assert(program().stalled());
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn stalled(self) -> impl Claim {
        |recording: &Recording| {
            let stalled = matches!(recording.outcome, Outcome::Stalled(_));
            ends(recording, "to stall", stalled)
        }
    }

    /// That it took exactly so long: for the paused clock.
    pub fn took(self, time: Duration) -> impl Claim {
        self.lasts(Length::Exactly, time)
    }

    /// That it took no longer.
    pub fn took_at_most(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtMost, time)
    }

    /// That it took so long or longer.
    pub fn took_at_least(self, time: Duration) -> impl Claim {
        self.lasts(Length::AtLeast, time)
    }

    /// That every task came to an end of its own: see [`Recording::unfinished`].
    pub fn leaves_no_task_behind(self) -> impl Claim {
        |recording: &Recording| {
            let expected = "the program to leave no task behind";
            let left = recording.unfinished();
            let names: Vec<_> = left.iter().map(|t| format!("`{}`", t.name)).collect();
            let verb = if names.len() == 1 { "was" } else { "were" };
            let left = format!("{} {verb} left", look::list(&names));
            verdict(expected, names.is_empty().then_some(()).ok_or(left))?;
            look::all_of_it(recording, expected)
        }
    }

    /// That no task began a wait while it held a `Mutex` or an `RwLock`: see [`Recording::locks_held_across_waits`],
    /// which says what that does not see.
    pub fn never_waits_while_it_holds_a_lock(self) -> impl Claim {
        |recording: &Recording| {
            let expected = "no task ever to wait while it holds a lock";
            verdict(expected, holds_none(recording, None))?;
            look::all_of_it(recording, expected)
        }
    }

    /// That no poll held the thread in a blocking call, as far as the recorder noticed: [`What::PollEnded`].
    pub fn never_blocks_the_thread(self) -> impl Claim {
        |recording: &Recording| {
            let expected = "no task ever to block the thread";
            verdict(expected, blocks_never(recording, None))?;
            look::all_of_it(recording, expected)
        }
    }

    fn lasts(self, length: Length, time: Duration) -> impl Claim {
        move |recording: &Recording| {
            look::all_of_it(recording, &length.expected("the program", time))?;
            let took = recording.duration();
            let open = matches!(recording.outcome, Outcome::Stalled(_) | Outcome::Unfinished);
            length.verdict("the program", time, took, open)
        }
    }
}

/// How a length is compared.
#[derive(Clone, Copy)]
enum Length {
    Exactly,
    AtMost,
    AtLeast,
}

impl Length {
    fn expected(self, who: &str, time: Duration) -> String {
        let how = match self {
            Self::Exactly => "",
            Self::AtMost => "at most ",
            Self::AtLeast => "at least ",
        };
        format!("{who} to take {how}{}", look::words(time))
    }

    fn check(self, who: &str, time: Duration, span: Found<Span>) -> Result<(), Failure> {
        match span {
            Ok(span) => self.verdict(who, time, span.duration(), span.open),
            Err(found) => Err(Failure::new(self.expected(who, time), found)),
        }
    }

    /// `open`: it was not over, so that it may only be known to have taken at least so long.
    fn verdict(self, who: &str, time: Duration, took: Micros, open: bool) -> Result<(), Failure> {
        let limit = look::micros(time);
        let holds = match self {
            Self::Exactly => took == limit && !open,
            Self::AtMost => took <= limit && !open,
            Self::AtLeast => took >= limit,
        };
        let took = duration(took);
        let found = match open {
            true => format!("it was not over when the recording ended, after {took}"),
            false => format!("it took {took}"),
        };
        verdict(self.expected(who, time), holds.then_some(()).ok_or(found))
    }
}

fn verdict(expected: impl Into<String>, found: Found<()>) -> Result<(), Failure> {
    found.map_err(|found| Failure::new(expected, found))
}

fn overlap(this: (&str, Found<Span>), that: (&str, Found<Span>)) -> Result<(), Failure> {
    let expected = format!("{} to overlap {}", this.0, that.0);
    let together = || -> Found<()> {
        let (one, other) = (this.1?, that.1?);
        let apart = || {
            let (first, second) = match one.from <= other.from {
                true => ((this.0, one), (that.0, other)),
                false => ((that.0, other), (this.0, one)),
            };
            format!(
                "{} ended at {}, and {} began at {}",
                first.0, first.1.to, second.0, second.1.from
            )
        };
        one.overlap(&other).map(|_| ()).ok_or_else(apart)
    };
    verdict(expected, together())
}

fn ends(recording: &Recording, how: &str, holds: bool) -> Result<(), Failure> {
    let at = duration(recording.duration());
    let found = match &recording.outcome {
        Outcome::Completed => format!("it completed at {at}"),
        Outcome::Panicked {
            message: Some(message),
        } => format!("it panicked at {at}: {message}"),
        Outcome::Panicked { message: None } => format!("it panicked at {at}"),
        Outcome::Stalled(_) => format!("it stalled at {at}"),
        Outcome::Unfinished => format!("it still ran when the recording ended at {at}"),
    };
    verdict(
        format!("the program {how}"),
        holds.then_some(()).ok_or(found),
    )
}

fn holds_none(recording: &Recording, of: Option<TaskId>) -> Found<()> {
    let held = recording.locks_held_across_waits();
    match held.iter().find(|h| of.is_none_or(|task| h.task == task)) {
        None => Ok(()),
        Some(held) => Err(held.to_string()),
    }
}

fn blocks_never(recording: &Recording, of: Option<TaskId>) -> Found<()> {
    for event in &recording.events {
        if let What::PollEnded {
            task,
            blocked: true,
            ..
        } = event.what
            && of.is_none_or(|of| of == task)
        {
            let (who, at) = (look::name(recording, task), duration(event.at));
            return Err(format!("{who} held it in a blocking call at {at}"));
        }
    }
    Ok(())
}
