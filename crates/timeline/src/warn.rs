//! What in a recording is worth a warning, although the program ran: a thread that was blocked, a lock held too long, a
//! task that was lost.
//!
//! All of it is read off a finished [`Recording`]. Where a recording cannot tell a mistake from a decision, nothing is
//! said; where it can tell only a part, the sentence says only that part. How long is "long" stands in one place, as
//! constants with their reasons, and so does what counts as evidence. Rings of locks have a file of their own,
//! `deadlock.rs`.

mod ends;
pub(crate) mod facts;
mod polls;
mod waits;

use std::fmt;

use crate::{
    deadlock::{self, knots},
    model::{Micros, Place, Recording, ResourceId, TaskId},
    warn::facts::Facts,
};

/// From here on, a wait is long. In half a second, a person notices that a program does not answer; a call over the
/// network that takes less may well be made under a lock on purpose.
pub(crate) const LONG: Micros = 500_000;

/// Something that a program did and that is seldom meant: see [`warnings`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What kind of thing it is.
    pub kind: WarningKind,
    /// The task that did it; of several, the first.
    pub task: TaskId,
    /// Where in the recording it shows.
    pub step: u32,
    /// Where in the program to look, where that is known.
    pub place: Option<Place>,
    /// What happened, in a sentence or two.
    pub sentence: String,
    /// What to do about it, in a sentence or two.
    pub way_out: String,
}

/// What a [`Warning`] warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// A poll held the thread in a blocking call.
    BlockedThread,
    /// A poll computed for so long that others had to stand back.
    NeverYields,
    /// A task that waited for something and woke itself over and over instead of being woken.
    BusyWaking,
    /// A task was woken over and over while it was ready anyway.
    RedundantWakes,
    /// A lock was held while its holder waited for something else, and somebody needed it.
    LockHeldAcrossWait,
    /// A timer ran out, and the task that had set it looked only long after.
    LateTimer,
    /// Tasks waited for one another in a ring while the rest of the program went on.
    Deadlock,
    /// A task panicked, and nobody was seen to wait for its end.
    LostPanic,
    /// A task was dropped with the runtime in the middle of its work.
    LostAtShutdown,
    /// A future was polled again after it had been ready.
    PolledAfterReady,
}

/// What in this recording is worth a warning, in the order of happening.
///
/// Nothing at all is said of most programs: what may well be meant does not count. Of several things that
/// happened in the same way at the same place, the first stands for all.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use timeline::WarningKind;
/// use tokio::{sync::Mutex, time::sleep};
///
/// let run = timeline::record(async {
///     let total = Arc::new(Mutex::new(0));
///     let adds = tokio::spawn({
///         let total = total.clone();
///         async move { *total.lock().await += 1 }
///     });
///     let guard = total.lock().await;
///     sleep(Duration::from_secs(3)).await;
///     drop(guard);
///     adds.await.unwrap();
/// })?;
/// let warnings = timeline::warnings(&run.recording);
/// assert_eq!(warnings[0].kind, WarningKind::LockHeldAcrossWait);
/// assert!(warnings[0].sentence.starts_with("`main` holds the Mutex made on line "));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn warnings(recording: &Recording) -> Vec<Warning> {
    let facts = Facts::of(recording);
    let rings = deadlock::rings(&facts);
    let mut found = polls::warnings(&facts);
    found.extend(waits::warnings(&facts, &rings));
    found.extend(ends::warnings(&facts, &rings));
    found.extend(
        rings
            .iter()
            .filter_map(|ring| deadlock::warning(&facts, ring)),
    );
    let knots = knots::knots(&facts, &rings);
    found.extend(knots.iter().map(|knot| knots::warning(&facts, knot)));
    found.sort_by_key(|w| w.step);
    merge(found)
}

/// One warning for all that are alike: of the same kind, at the same place.
fn merge(found: Vec<Warning>) -> Vec<Warning> {
    let mut merged: Vec<(Warning, u32)> = Vec::new();
    for warning in found {
        let same = |(other, _): &&mut (Warning, u32)| {
            other.kind == warning.kind && other.place == warning.place && warning.place.is_some()
        };
        match merged.iter_mut().find(same) {
            Some((_, more)) => *more += 1,
            None => merged.push((warning, 0)),
        }
    }
    let merged = merged.into_iter().map(|(mut warning, more)| {
        match more {
            0 => {}
            1 => warning.sentence.push_str(" This happened once more."),
            more => warning
                .sentence
                .push_str(&format!(" This happened {more} times more.")),
        }
        warning
    });
    merged.collect()
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sentence, self.way_out)
    }
}

/// `` `name` ``.
pub(crate) fn name(recording: &Recording, task: TaskId) -> String {
    format!("`{}`", recording.task(task).name)
}

/// "`a`", "`a` and `b`", "`a`, `b` and 3 others".
pub(crate) fn names(recording: &Recording, tasks: &[TaskId]) -> String {
    let name = |t: &TaskId| name(recording, *t);
    match tasks {
        [] => String::new(),
        [one] => name(one),
        [one, two] => format!("{} and {}", name(one), name(two)),
        [one, two, three] => format!("{}, {} and {}", name(one), name(two), name(three)),
        [one, two, more @ ..] => {
            format!("{}, {} and {} others", name(one), name(two), more.len())
        }
    }
}

/// "the Mutex made on line 8".
pub(crate) fn lock_words(recording: &Recording, lock: ResourceId) -> String {
    let it = recording.resource(lock);
    match &it.place {
        Some(place) => format!("the {} made on line {}", it.type_name, place.line),
        None => format!("a {}", it.type_name),
    }
}

/// " at src/main.rs:8", or nothing where the place is unknown.
pub(crate) fn at(place: Option<&Place>) -> String {
    place.map(|p| format!(" at {p}")).unwrap_or_default()
}
