//! Assertions that read like the sentence they check.
//!
//! A [`Claim`] says something about a run. [`task`], [`wait`], [`said`], [`program`], [`at_most`] and [`at_least`] begin
//! one; [`Recorded::assert`] holds a run to it. When it does not hold, the test fails with one sentence that says what
//! was expected and what was found, and with the timeline of the run.
//!
//! ```
//! use timeline::assert::{program, secs, task};
//! use tokio::{task::JoinSet, time::sleep};
//!
//! let run = timeline::record(async {
//!     let mut set = JoinSet::new();
//!     set.build_task().name("loader").spawn(sleep(secs(1))).unwrap();
//!     set.build_task().name("saver").spawn(sleep(secs(60))).unwrap();
//!     set.join_next().await;
//!     set.shutdown().await;
//! })?;
//!
//! run.assert(task("saver").was_cancelled().after(task("loader").completed()));
//! run.assert(task("saver").overlaps(task("loader")));
//! run.assert(program().took(secs(1)));
//! # Ok::<(), timeline::RecordError>(())
//! ```
//!
//! A claim of your own is a closure:
//!
//! ```
//! use timeline::{Recording, assert::Failure};
//!
//! let says_nothing = |recording: &Recording| match recording.notes().next() {
//!     None => Ok(()),
//!     Some(note) => Err(Failure::new("nobody to say anything", format!("somebody said `{}`", note.text))),
//! };
//! let run = timeline::record(async { timeline::println!("hello") })?;
//! let failure = run.check(says_nothing).unwrap_err();
//! assert_eq!(failure.to_string(), "expected nobody to say anything, but somebody said `hello`");
//! # Ok::<(), timeline::RecordError>(())
//! ```

mod count;
mod happening;
mod look;
mod subject;

use std::{fmt, time::Duration};

pub use count::{Quantity, QuantityOfTasks, QuantityOfWaits, at_least, at_most};
pub use happening::{Happening, never_said, said};
pub use subject::{Program, TaskNamed, WaitNamed, program, task, wait};

use crate::model::Recording;
use crate::record::Recorded;

/// Something that is said about a run, and is true of it or not.
///
/// Every closure that looks at a recording and returns `Ok` or a [`Failure`] is one.
pub trait Claim {
    /// Whether it is true of this recording.
    ///
    /// # Errors
    /// When it is not.
    fn check(&self, recording: &Recording) -> Result<(), Failure>;
}

impl<F: Fn(&Recording) -> Result<(), Failure>> Claim for F {
    fn check(&self, recording: &Recording) -> Result<(), Failure> {
        self(recording)
    }
}

/// Why a claim is not true: what was expected, and what was found.
///
/// Prints as one sentence: "expected … , but …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// To stand after "expected": "`saver` to be cancelled".
    pub expected: String,
    /// To stand after "but": "it completed at 3 s".
    pub found: String,
}

impl Failure {
    /// A failure of a claim of your own.
    pub fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            found: found.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, but {}", self.expected, self.found)
    }
}

impl std::error::Error for Failure {}

impl Recording {
    /// Holds the run to a claim: see [`crate::assert`].
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// run.recording.assert(task("main").took(secs(3)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    ///
    /// # Panics
    /// When the claim is not true of the run, at the line of the caller: with the sentence of the [`Failure`], with the
    /// explanation of a stall where there was one, and with the timeline.
    #[track_caller]
    pub fn assert(&self, claim: impl Claim) {
        if let Err(failure) = self.check(claim) {
            let mut story = vec![failure.to_string()];
            story.extend(crate::explain(self));
            story.push(crate::text::render(self, &crate::text::Options::default()));
            panic!("{}", story.join("\n\n").trim_end());
        }
    }

    /// Whether a claim is true of the run, for whoever does not want a panic.
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// assert!(run.recording.check(task("main").panicked()).is_err());
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// When it is not, with what was found instead.
    pub fn check(&self, claim: impl Claim) -> Result<(), Failure> {
        claim.check(self)
    }
}

impl<T> Recorded<T> {
    /// Holds the run to a claim: [`Recording::assert`].
    ///
    /// ```
    /// use timeline::assert::{secs, task};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(secs(3)).await })?;
    /// run.assert(task("main").took(secs(3)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    ///
    /// # Panics
    /// When the claim is not true of the run.
    #[track_caller]
    pub fn assert(&self, claim: impl Claim) {
        self.recording.assert(claim);
    }

    /// Whether a claim is true of the run: [`Recording::check`].
    ///
    /// ```
    /// use timeline::assert::{millis, program};
    ///
    /// let run = timeline::record(async { tokio::time::sleep(millis(20)).await })?;
    /// let failure = run.check(program().took(millis(10))).unwrap_err();
    /// assert_eq!(failure.to_string(), "expected the program to take 10 ms, but it took 20 ms");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// When it is not, with what was found instead.
    pub fn check(&self, claim: impl Claim) -> Result<(), Failure> {
        self.recording.check(claim)
    }
}

/// So many seconds: [`Duration::from_secs`], short enough for a sentence.
pub const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// So many milliseconds: [`Duration::from_millis`], short enough for a sentence.
pub const fn millis(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}
