//! Why something happened: from an event back through wakes, ends and spawns to the start of the program.

use std::fmt;

use crate::model::{Cause, End, Event, Recording, TaskId, What};
use crate::text::duration;
use crate::words::in_words;

/// An event, what led to it, what led to that, and so on: see [`Recording::causes`].
///
/// Prints as one sentence a line, each with its time.
#[derive(Clone, Debug)]
pub struct Causes<'a> {
    recording: &'a Recording,
    steps: Vec<u32>,
}

impl Recording {
    /// What led to an event, and what led to that, back to the start of the program or to what is not known.
    ///
    /// A task does something because it was polled; it was polled because it was woken, or spawned; it was woken because
    /// another task did something or ended, or because a timer ran out that it had set before. Who cancelled a task is
    /// not recorded: there the chain ends.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tokio::sync::oneshot;
    ///
    /// let run = timeline::record(async {
    ///     let (tx, rx) = oneshot::channel();
    ///     let asks = async {
    ///         timeline::println!("the answer is {}", rx.await.unwrap());
    ///     };
    ///     let answers = async {
    ///         tokio::time::sleep(Duration::from_secs(3)).await;
    ///         tx.send(42).unwrap();
    ///     };
    ///     tokio::join!(asks, answers);
    /// })?;
    /// let answer = run.recording.notes().next().unwrap().at;
    /// let why = run.recording.causes(answer.step).to_string();
    /// let mut lines = why.lines().map(str::trim);
    /// assert_eq!(lines.next(), Some("3 s  `main` says: the answer is 42"));
    /// assert!(why.contains("3 s  `main` is woken: its sleep is over"));
    /// assert_eq!(lines.last(), Some("0 s  `main` begins; it is ready"));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn causes(&self, step: u32) -> Causes<'_> {
        let mut steps = Vec::new();
        let mut next = Some(step).filter(|s| (*s as usize) < self.events.len());
        while let Some(step) = next {
            steps.push(step);
            // Causes lie in front of what they cause, so this comes to an end.
            next = self.cause_of(step).filter(|cause| *cause < step);
        }
        Causes {
            recording: self,
            steps,
        }
    }

    /// The step that led to this one.
    fn cause_of(&self, step: u32) -> Option<u32> {
        let event = &self.events[step as usize];
        match &event.what {
            What::Woken { task, cause, .. } => match cause {
                Cause::Task { task, .. } => self.made_ready(*task, step),
                Cause::Itself { .. } => self.made_ready(*task, step),
                Cause::End { task } => self.last_before(
                    step,
                    |what| matches!(what, What::TaskEnded { task: t, .. } if t == task),
                ),
                Cause::Timer { wait } => {
                    let wait = (*wait)?;
                    self.last_before(step, |what| *what == What::WaitStarted { wait })
                }
                _ => None,
            },
            What::TaskEnded { task, how, by, .. } => match how {
                End::Completed | End::Panicked => self.made_ready(*task, step),
                End::Cancelled => self.made_ready((*by)?, step),
                End::Shutdown => None,
            },
            What::PollStarted { task } => self.made_ready(*task, step + 1),
            _ => self.made_ready(event.during?, step),
        }
    }

    /// The step that made a task ready for the poll in which it was at this step.
    fn made_ready(&self, task: TaskId, step: u32) -> Option<u32> {
        let poll = |what: &What| *what == What::PollStarted { task };
        let polled = self.last_before(step, poll)?;
        // A wake in front of the poll before brought about that one.
        let since = self.last_before(polled, poll).unwrap_or(0);
        let ready = self.last_before(polled, |what| match what {
            What::TaskSpawned { task: t } => *t == task,
            What::Woken {
                task: t, redundant, ..
            } => *t == task && !redundant,
            _ => false,
        });
        ready.filter(|ready| *ready >= since)
    }

    fn last_before(&self, step: u32, is: impl Fn(&What) -> bool) -> Option<u32> {
        let until = self.events.len().min(step as usize);
        let event = self.events[..until].iter().rfind(|e| is(&e.what));
        event.map(|e| e.step)
    }
}

impl<'a> Causes<'a> {
    /// The events, from the one that was asked for to the earliest cause.
    pub fn events(&self) -> impl Iterator<Item = &'a Event> {
        self.steps
            .iter()
            .map(|s| &self.recording.events[*s as usize])
    }
}

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for event in self.events() {
            let sentence = in_words(self.recording, event.step);
            writeln!(f, "{:>7}  {sentence}", duration(event.at))?;
        }
        Ok(())
    }
}
