//! One recorded run of an answer, and what can be asked of it.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::time::Duration;

use timeline::{End, Outcome, Recording, TaskKind, What};
use world::{Journal, World};

use crate::diagnosis::{held_the_thread, still_under_way};
use crate::panics;
use crate::refusal::{Kind, Refusal};
use crate::words::{count, names, time};

/// The runs that a check made.
#[derive(Default)]
pub(crate) struct Observed {
    /// How many.
    pub(crate) count: usize,
    /// The last one: a report shows its timeline. All of them where all are kept.
    pub(crate) kept: Vec<Recording>,
}

thread_local! {
    static OBSERVED: RefCell<Observed> = RefCell::default();
    static KEEPS_ALL: Cell<bool> = const { Cell::new(false) };
}

/// What an answer did, on the paused clock.
#[derive(Debug)]
pub struct Run<T> {
    /// What it returned.
    pub output: T,
    /// After what time it returned.
    pub took: Duration,
    /// The calls until then.
    pub journal: Journal,
    /// Everything else.
    pub recording: Recording,
}

/// Runs `program` in a new world, on the paused clock, and records it.
///
/// # Errors
/// When it panics or stalls: these are mistakes in every exercise.
pub fn observe<T>(program: impl AsyncFnOnce(World) -> T) -> Result<Run<T>, Refusal> {
    let _listening = panics::listen();
    let returned = Cell::new(None);
    let recording = record(Box::pin(async {
        let world = World::new();
        let output = program(world.clone()).await;
        let took = Duration::from_micros(timeline::now());
        returned.set(Some((output, took, world.journal())));
    }))?;
    match returned.into_inner() {
        Some((output, took, journal)) => Ok(Run {
            output,
            took,
            journal,
            recording,
        }),
        None => Err(refuse(&recording)),
    }
}

/// Not for each type of program: a runtime of its own for every check would be compiled anew after
/// every change of the answer.
fn record(program: Pin<Box<dyn Future<Output = ()> + '_>>) -> Result<Recording, Refusal> {
    let recorded = timeline::record(program).map_err(|error| Refusal::new(error.to_string()))?;
    keep(&recorded.recording);
    Ok(recorded.recording)
}

/// Lets go what an answer has cancelled: an aborted task drops its future when the runtime gets to
/// it, and not in the call of `abort`. No time passes.
///
/// A check calls it behind an answer that may cancel tasks, so that the journal shows their calls as
/// dropped. Tasks that nobody aborted are still under way afterwards.
///
/// ```
/// # fn main() -> Result<(), checks::Refusal> {
/// use checks::prelude::*;
///
/// let run = observe(async |world| {
///     let rome = world.service("rome").latency(ms(300));
///     let task = tokio::spawn(rome.call("weather"));
///     tokio::time::sleep(ms(100)).await;
///     task.abort();
///     settle().await;
/// })?;
/// assert_eq!(run.journal.calls()[0].how, How::Dropped);
/// # Ok(())
/// # }
/// ```
pub async fn settle() {
    // One round would do for tasks that were aborted by the answer itself; a task that goes may
    // abort others.
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

/// Why there is no output.
fn refuse(recording: &Recording) -> Refusal {
    match &recording.outcome {
        Outcome::Stalled(_) => Refusal {
            explanation: timeline::explain(recording),
            kind: Kind::Stalled,
            ..Refusal::new(
                "your answer can never go on: every task waits, and nothing is left that could wake one",
            )
        },
        Outcome::Panicked { message } => {
            let message = message.as_deref().unwrap_or("(no message)");
            Refusal::new(
                panics::first().unwrap_or_else(|| format!("your answer panicked: {message}")),
            )
        }
        Outcome::Completed | Outcome::Unfinished => {
            Refusal::new("your answer did not come to its end")
        }
    }
}

fn keep(recording: &Recording) {
    OBSERVED.with_borrow_mut(|observed| {
        observed.count += 1;
        if !KEEPS_ALL.get() {
            observed.kept.clear();
        }
        observed.kept.push(recording.clone());
    });
}

/// From now on, every run that is observed on this thread is kept, and not only the last.
pub(crate) fn keep_all() {
    KEEPS_ALL.set(true);
}

/// What was observed on this thread since the last call.
pub(crate) fn take_observed() -> Observed {
    OBSERVED.take()
}

impl<T> Run<T> {
    /// Refuses the answer unless it returned after exactly this time.
    ///
    /// # Errors
    /// The refusal.
    pub fn returns_after(&self, expected: Duration) -> Result<(), Refusal> {
        if self.took == expected {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "your answer took {}, where it should take {}",
            time(self.took),
            time(expected)
        )))
    }

    /// Refuses the answer if more calls than that were under way at once.
    ///
    /// # Errors
    /// The refusal.
    pub fn at_most_in_flight(&self, limit: usize) -> Result<(), Refusal> {
        let peak = self.journal.peak_in_flight();
        if peak <= limit {
            return Ok(());
        }
        let were = if peak == 1 { "was" } else { "were" };
        let sentence = format!(
            "{} {were} under way at once, where {limit} is the limit",
            count(peak, "call")
        );
        Err(Refusal {
            actual: Some(self.journal.to_string()),
            ..Refusal::new(sentence)
        })
    }

    /// Refuses the answer if something held the thread, so that nobody else could run: a call that
    /// blocks, or a sleep that is not Tokio's.
    ///
    /// # Errors
    /// The refusal.
    pub fn never_holds_the_thread(&self) -> Result<(), Refusal> {
        if let Some(sentence) = held_the_thread(&self.journal, &self.journal) {
            return Err(Refusal {
                actual: Some(self.journal.to_string()),
                ..Refusal::new(sentence)
            });
        }
        let held = self
            .recording
            .events
            .iter()
            .find_map(|event| match event.what {
                What::PollEnded {
                    task,
                    blocked: true,
                    ..
                } => Some(self.recording.task(task)),
                _ => None,
            });
        match held {
            Some(task) => Err(Refusal::new(format!(
                "task `{}` held the thread: it waits without `.await`, as `std::thread::sleep` does, and nobody else \
                 runs meanwhile",
                task.name
            ))),
            None => Ok(()),
        }
    }

    /// Refuses the answer if a call or a task was still under way when it returned.
    ///
    /// # Errors
    /// The refusal.
    pub fn leaves_nothing_running(&self) -> Result<(), Refusal> {
        if let Some(sentence) = still_under_way(&self.journal, &self.journal) {
            return Err(Refusal {
                actual: Some(self.journal.to_string()),
                ..Refusal::new(sentence)
            });
        }
        let left: Vec<_> = self
            .recording
            .events
            .iter()
            .filter_map(|event| match event.what {
                What::TaskEnded {
                    task,
                    how: End::Shutdown,
                    ..
                } => Some(self.recording.task(task)),
                _ => None,
            })
            .filter(|task| task.kind != TaskKind::Main)
            .map(|task| task.name.as_str())
            .collect();
        match left.as_slice() {
            [] => Ok(()),
            [one] => Err(Refusal::new(format!(
                "task `{one}` was still running when your answer returned"
            ))),
            many => {
                let many = names(many.iter().copied());
                Err(Refusal::new(format!(
                    "the tasks {many} were still running when your answer returned"
                )))
            }
        }
    }
}
