//! Claims that something happened, and when: before something else, after it, at a time.

use std::time::Duration;

use super::look::{self, Found};
use super::{Claim, Failure, TaskNamed, WaitNamed};
use crate::model::{End, Outcome, Recording, WaitEnd, What};
use crate::query::Moment;
use crate::text::duration;

/// Something that happens at one moment: a task ends, a wait begins, a line is printed.
///
/// By itself, it claims that this happened. [`before`](Self::before), [`after`](Self::after), [`at`](Self::at) and
/// [`by`](Self::by) add when.
#[derive(Clone, Debug)]
#[must_use = "a claim does nothing until a run is held to it with `assert` or `check`"]
pub struct Happening {
    what: Occasion,
    when: Vec<When>,
}

#[derive(Clone, Debug)]
pub(super) enum Occasion {
    Spawned(TaskNamed),
    Started(TaskNamed),
    /// In some way, or in this one.
    Ended(TaskNamed, Option<End>),
    WaitBegan(WaitNamed),
    WaitEnded(WaitNamed, Option<WaitEnd>),
    Said(String),
}

#[derive(Clone, Debug)]
enum When {
    Before(Happening),
    After(Happening),
    At(Duration),
    By(Duration),
}

/// That the program printed exactly this line, for the first time where it did so more than once.
///
/// ```
/// use timeline::assert::{said, secs};
///
/// let run = timeline::record(async {
///     timeline::println!("asking");
///     tokio::time::sleep(secs(3)).await;
///     timeline::println!("rome answers");
/// })?;
/// run.assert(said("asking").before(said("rome answers")));
/// run.assert(said("rome answers").at(secs(3)));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn said(line: impl Into<String>) -> Happening {
    Happening::of(Occasion::Said(line.into()))
}

/// That the program never printed this line.
///
/// ```
/// use timeline::assert::{never_said, secs};
/// use tokio::time::{sleep, timeout};
///
/// let run = timeline::record(async {
///     let answer = async {
///         sleep(secs(3)).await;
///         timeline::println!("rome answers");
///     };
///     timeout(secs(1), answer).await.unwrap_err();
/// })?;
/// run.assert(never_said("rome answers"));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn never_said(line: impl Into<String>) -> impl Claim {
    let line = line.into();
    move |recording: &Recording| {
        let expected = format!("the program never to say `{line}`");
        match recording.notes().find(|note| note.text == line) {
            Some(note) => Err(Failure::new(
                expected,
                format!("it said so at {}", duration(note.at.at)),
            )),
            None => look::all_of_it(recording, &expected),
        }
    }
}

impl Happening {
    pub(super) fn of(what: Occasion) -> Self {
        let when = Vec::new();
        Self { what, when }
    }

    /// And that it did so before something else happened. At the same time is enough, if it was first.
    ///
    /// ```
    /// use timeline::assert::task;
    ///
    /// async fn child() {}
    ///
    /// let run = timeline::record(async {
    ///     tokio::task::Builder::new().name("child").spawn(child()).unwrap().await.unwrap();
    /// })?;
    /// run.assert(task("child").ended().before(task("main").ended()));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn before(mut self, other: Happening) -> Self {
        self.when.push(When::Before(other));
        self
    }

    /// And that it did so after something else happened. At the same time is enough, if it was second.
    ///
    /// ```
    /// use timeline::assert::task;
    ///
    /// let run = timeline::record(async {})?;
    /// run.assert(task("main").ended().after(task("main").started()));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn after(mut self, other: Happening) -> Self {
        self.when.push(When::After(other));
        self
    }

    /// And that it did so at this time, to the microsecond: for the paused clock.
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// run.assert(task("main").completed().at(secs(3)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn at(mut self, time: Duration) -> Self {
        self.when.push(When::At(time));
        self
    }

    /// And that it did so at this time or earlier.
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// run.assert(task("main").completed().by(secs(5)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn by(mut self, time: Duration) -> Self {
        self.when.push(When::By(time));
        self
    }

    /// "`saver` to be cancelled before `loader` ended".
    fn expected(&self) -> String {
        let when: String = self.when.iter().map(When::words).collect();
        let (who, verb, _) = self.what.words();
        format!("{who} {verb}{when}")
    }

    /// "`saver` was cancelled before `loader` ended".
    fn told(&self) -> String {
        let (who, _, verb) = self.what.words();
        format!("{who} {verb}")
    }

    /// [`Happening::find`] for a second thing that happens: it is called by its name.
    fn find_other(&self, recording: &Recording) -> Found<Moment> {
        self.find(recording)
            .map_err(|found| match found.strip_prefix("it ") {
                Some(found) => format!("{} {found}", self.what.words().0),
                None => found,
            })
    }

    /// When it happened, or what is to be said instead.
    fn find(&self, recording: &Recording) -> Found<Moment> {
        let moment = self.what.find(recording)?;
        for when in &self.when {
            when.holds(self, moment, recording)?;
        }
        Ok(moment)
    }
}

impl Claim for Happening {
    fn check(&self, recording: &Recording) -> Result<(), Failure> {
        let found = self.find(recording);
        found
            .map(|_| ())
            .map_err(|found| Failure::new(self.expected(), found))
    }
}

impl When {
    fn words(&self) -> String {
        match self {
            Self::Before(other) => format!(" before {}", other.told()),
            Self::After(other) => format!(" after {}", other.told()),
            Self::At(time) => format!(" at {}", look::words(*time)),
            Self::By(time) => format!(" by {}", look::words(*time)),
        }
    }

    fn holds(&self, it: &Happening, moment: Moment, recording: &Recording) -> Found<()> {
        let (holds, other) = match self {
            Self::Before(other) => {
                let then = other.find_other(recording)?;
                (moment < then, Some((other, then)))
            }
            Self::After(other) => {
                let then = other.find_other(recording)?;
                (then < moment, Some((other, then)))
            }
            Self::At(time) => (moment.at == look::micros(*time), None),
            Self::By(time) => (moment.at <= look::micros(*time), None),
        };
        if holds {
            return Ok(());
        }
        let Some((other, then)) = other else {
            let (_, _, verb) = it.what.words();
            return Err(format!("it {verb} at {}", duration(moment.at)));
        };
        // Where the times say nothing, the steps do.
        let when = |m: Moment| match moment.at == then.at {
            true => m.to_string(),
            false => duration(m.at),
        };
        let (this, that) = (it.told(), other.told());
        Err(format!(
            "{this} at {}, and {that} at {}",
            when(moment),
            when(then)
        ))
    }
}

impl Occasion {
    /// Who, "to …", and the same in the past.
    fn words(&self) -> (String, String, String) {
        let (who, to, past) = match self {
            Self::Spawned(task) => (task.words(), "to be spawned", "was spawned"),
            Self::Started(task) => (task.words(), "to start", "started"),
            Self::Ended(task, None) => (task.words(), "to end", "ended"),
            Self::Ended(task, Some(End::Completed)) => (task.words(), "to complete", "completed"),
            Self::Ended(task, Some(End::Panicked)) => (task.words(), "to panic", "panicked"),
            Self::Ended(task, Some(End::Cancelled)) => {
                (task.words(), "to be cancelled", "was cancelled")
            }
            Self::Ended(task, Some(End::Shutdown)) => (
                task.words(),
                "to be dropped with the runtime",
                "was dropped with the runtime",
            ),
            Self::WaitBegan(wait) => (wait.words(), "to begin", "began"),
            Self::WaitEnded(wait, None) => (wait.words(), "to end", "ended"),
            Self::WaitEnded(wait, Some(WaitEnd::Done)) => (wait.words(), "to be done", "was done"),
            Self::WaitEnded(wait, Some(WaitEnd::Abandoned)) => {
                (wait.words(), "to be abandoned", "was abandoned")
            }
            Self::Said(line) => {
                let who = "the program".to_owned();
                return (who, format!("to say `{line}`"), format!("said `{line}`"));
            }
        };
        (who, to.to_owned(), past.to_owned())
    }

    fn find(&self, recording: &Recording) -> Found<Moment> {
        match self {
            Self::Spawned(task) => {
                let id = look::task(recording, &task.name)?.id;
                recording
                    .spawned(id)
                    .ok_or_else(|| "that is not in the recording".to_owned())
            }
            Self::Started(task) => {
                let id = look::task(recording, &task.name)?.id;
                recording
                    .first(|what| *what == What::PollStarted { task: id })
                    .ok_or_else(|| "it was never polled".to_owned())
            }
            Self::Ended(task, how) => {
                let id = look::task(recording, &task.name)?.id;
                let (moment, end) = recording
                    .task_end(id)
                    .ok_or_else(|| still_there(recording))?;
                if how.is_some_and(|how| how != end) {
                    let it = Self::Ended(task.clone(), Some(end));
                    return Err(format!("it {} at {}", it.words().2, duration(moment.at)));
                }
                Ok(moment)
            }
            Self::WaitBegan(wait) => Ok(wait.find(recording)?.1.from),
            Self::WaitEnded(named, how) => {
                let (wait, _) = named.find(recording)?;
                let (moment, end) = recording
                    .wait_end(wait.id)
                    .ok_or_else(|| still_there(recording))?;
                if how.is_some_and(|how| how != end) {
                    let it = Self::WaitEnded(named.clone(), Some(end));
                    return Err(format!("it {} at {}", it.words().2, duration(moment.at)));
                }
                Ok(moment)
            }
            Self::Said(line) => {
                let note = recording.notes().find(|note| note.text == line);
                note.map(|note| note.at).ok_or_else(|| {
                    let lines = look::listed(recording.notes().map(|note| note.text));
                    match lines.is_empty() {
                        true => "it says nothing".to_owned(),
                        false => format!("it says {}", look::list(&lines)),
                    }
                })
            }
        }
    }
}

/// What to say of something that should have ended.
fn still_there(recording: &Recording) -> String {
    let at = duration(recording.duration());
    match recording.outcome {
        Outcome::Stalled(_) => format!("it was still there when the program stalled at {at}"),
        _ => format!("it was still there when the recording ended at {at}"),
    }
}
