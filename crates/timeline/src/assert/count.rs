//! Claims about how many of something go on at once.

use super::look;
use super::{Claim, Failure};
use crate::model::Recording;
use crate::query::Span;
use crate::text::duration;

/// So many, and not more or not fewer: see [`at_most`] and [`at_least`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "say of what"]
pub struct Quantity {
    bound: Bound,
    count: usize,
}

/// So many tasks: see [`Quantity::of_tasks_named`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "say what they do"]
pub struct QuantityOfTasks {
    quantity: Quantity,
    name: String,
}

/// So many waits: see [`Quantity::of_waits_named`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "say what they do"]
pub struct QuantityOfWaits {
    quantity: Quantity,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    AtMost,
    AtLeast,
}

/// So many and not more, at any moment of the run.
///
/// ```
/// use std::sync::Arc;
/// use timeline::assert::{at_least, at_most, secs};
/// use timeline::label;
/// use tokio::{sync::Semaphore, task::JoinSet, time::sleep};
///
/// async fn fetch(permits: Arc<Semaphore>) {
///     let _permit = permits.acquire().await.unwrap();
///     label("call", sleep(secs(1))).await;
/// }
///
/// let run = timeline::record(async {
///     let permits = Arc::new(Semaphore::new(5));
///     let mut fetches = JoinSet::new();
///     for _ in 0..20 {
///         fetches.build_task().name("fetch").spawn(fetch(permits.clone())).unwrap();
///     }
///     fetches.join_all().await;
/// })?;
/// run.assert(at_most(5).of_waits_named("call").are_in_flight_at_once());
/// run.assert(at_least(20).of_tasks_named("fetch").run_at_once());
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn at_most(count: usize) -> Quantity {
    let bound = Bound::AtMost;
    Quantity { bound, count }
}

/// So many or more, at some moment of the run: see [`at_most`].
pub fn at_least(count: usize) -> Quantity {
    let bound = Bound::AtLeast;
    Quantity { bound, count }
}

impl Quantity {
    /// Of the tasks of this name, and those numbered after it: [`Recording::tasks_named`].
    pub fn of_tasks_named(self, name: impl Into<String>) -> QuantityOfTasks {
        QuantityOfTasks {
            quantity: self,
            name: name.into(),
        }
    }

    /// Of the waits of this name, and those described after it: [`Recording::waits_named`].
    pub fn of_waits_named(self, name: impl Into<String>) -> QuantityOfWaits {
        QuantityOfWaits {
            quantity: self,
            name: name.into(),
        }
    }

    fn words(self, what: &str, name: &str) -> String {
        let bound = match self.bound {
            Bound::AtMost => "at most",
            Bound::AtLeast => "at least",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        format!("{bound} {} {what}{plural} named `{name}`", self.count)
    }

    fn check(
        self,
        recording: &Recording,
        expected: String,
        spans: Vec<Span>,
    ) -> Result<(), Failure> {
        let Some(peak) = Span::most_at_once(spans) else {
            return match self.bound {
                Bound::AtLeast if self.count > 0 => Err(Failure::new(expected, "none ever did")),
                _ => look::all_of_it(recording, &expected),
            };
        };
        let verb = if peak.count == 1 { "is" } else { "are" };
        match self.bound {
            Bound::AtMost if peak.count > self.count => {
                let (count, since) = (peak.count, duration(peak.at.at));
                Err(Failure::new(
                    expected,
                    format!("there {verb} {count} from {since} on"),
                ))
            }
            Bound::AtMost => look::all_of_it(recording, &expected),
            Bound::AtLeast if peak.count < self.count => Err(Failure::new(
                expected,
                format!("there {verb} never more than {}", peak.count),
            )),
            Bound::AtLeast => Ok(()),
        }
    }
}

impl QuantityOfTasks {
    /// That so many had been polled and had not ended, at one moment. A task counts while it waits, too: on one thread,
    /// no two tasks are ever polled at once.
    pub fn run_at_once(self) -> impl Claim {
        move |recording: &Recording| {
            let what = self.quantity.words("task", &self.name);
            let expected = format!("{what} to run at once");
            if recording.tasks_named(&self.name).next().is_none() {
                let names = recording.tasks.iter().map(|t| t.name.as_str());
                return Err(Failure::new(
                    expected,
                    look::none_of("task", &self.name, names),
                ));
            }
            let mut spans = recording.task_spans();
            spans.retain(|(task, _)| crate::query::is_called(&task.name, &self.name));
            let spans = spans.into_iter().map(|(_, span)| span).collect();
            self.quantity.check(recording, expected, spans)
        }
    }
}

impl QuantityOfWaits {
    /// That so many had begun and were not over, at one moment.
    pub fn are_in_flight_at_once(self) -> impl Claim {
        move |recording: &Recording| {
            let what = self.quantity.words("wait", &self.name);
            let expected = format!("{what} to be in flight at once");
            if recording.waits_named(&self.name).next().is_none() {
                let names = recording.waits.iter().map(|w| w.name());
                return Err(Failure::new(
                    expected,
                    look::none_of("wait", &self.name, names),
                ));
            }
            let mut spans = recording.wait_spans();
            spans.retain(|(wait, _)| crate::query::is_called(wait.name(), &self.name));
            let spans = spans.into_iter().map(|(_, span)| span).collect();
            self.quantity.check(recording, expected, spans)
        }
    }
}
