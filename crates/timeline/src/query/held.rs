//! Who held which lock, and who waited for something else meanwhile.

use std::fmt;

use super::Span;
use crate::model::{Recording, ResourceId, TaskId, Wait, WaitId, What};
use crate::text::duration;
use crate::words::waits_for;

/// A task waited while it held a lock: see [`Recording::locks_held_across_waits`].
#[derive(Clone, Copy, Debug)]
pub struct HeldAcross<'a> {
    /// The task.
    pub task: TaskId,
    /// The lock.
    pub lock: ResourceId,
    /// The wait.
    pub wait: WaitId,
    /// While both lasted.
    pub span: Span,
    recording: &'a Recording,
}

/// A lock in somebody's hands.
pub(super) struct Held {
    pub(super) lock: ResourceId,
    pub(super) task: TaskId,
    pub(super) span: Span,
    shared: bool,
}

impl Recording {
    /// The waits that a task began while it held a lock, a `Mutex` or an `RwLock`, in the order in which the locks were
    /// taken. Whoever else wanted the lock had to wait for as long.
    ///
    /// That may be meant: to hold a lock over an `.await` is what Tokio's locks are for. Permits of a semaphore do not
    /// count. Nor is it known which branch of a `join!` holds what: a lock that one branch holds while another one waits
    /// counts too.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tokio::{sync::Mutex, time::sleep};
    ///
    /// let run = timeline::record(async {
    ///     let lock = Mutex::new(0);
    ///     let mut total = lock.lock().await;
    ///     sleep(Duration::from_secs(3)).await;
    ///     *total += 1;
    /// })?;
    /// let held = run.recording.locks_held_across_waits();
    /// assert_eq!(held[0].span.duration(), 3_000_000);
    /// assert!(held[0].to_string().starts_with("`main` holds the Mutex made on line "));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn locks_held_across_waits(&self) -> Vec<HeldAcross<'_>> {
        let mut waits = self.wait_spans();
        waits.sort_by_key(|(wait, span)| (wait.task, span.from));
        let mut found = Vec::new();
        for held in self.held_spans() {
            // What began before is another branch's, or is the wait for this very lock.
            let since = (held.task, held.span.from);
            let first = waits.partition_point(|(wait, span)| (wait.task, span.from) < since);
            let theirs = waits[first..].iter();
            let during =
                |(wait, span): &&(&Wait, Span)| wait.task == held.task && span.from < held.span.to;
            for (wait, span) in theirs.take_while(during) {
                let Some(span) = span.overlap(&held.span) else {
                    continue;
                };
                found.push(HeldAcross {
                    task: held.task,
                    lock: held.lock,
                    wait: wait.id,
                    span,
                    recording: self,
                });
            }
        }
        found
    }

    /// Every time that a task held a lock, in the order of taking.
    pub(super) fn held_spans(&self) -> Vec<Held> {
        let mut held: Vec<Held> = Vec::new();
        for event in &self.events {
            match event.what {
                What::LockHeld {
                    resource,
                    task: Some(task),
                    shared,
                } => held.push(Held {
                    lock: resource,
                    task,
                    span: self.span(event.moment(), None),
                    shared,
                }),
                What::LockFreed {
                    resource,
                    task: Some(task),
                    shared,
                } => {
                    let open = held.iter_mut().rfind(|h| {
                        (h.lock, h.task, h.shared, h.span.open) == (resource, task, shared, true)
                    });
                    if let Some(open) = open {
                        (open.span.to, open.span.open) = (event.moment(), false);
                    }
                }
                _ => {}
            }
        }
        held
    }
}

impl fmt::Display for HeldAcross<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let task = &self.recording.task(self.task).name;
        let lock = self.recording.resource(self.lock);
        write!(f, "`{task}` holds the {}", lock.type_name)?;
        if let Some(place) = &lock.place {
            write!(f, " made on line {}", place.line)?;
        }
        let wait = waits_for(self.recording, self.wait);
        if self.span.open {
            write!(
                f,
                " while it waits for {wait}, from {} on",
                duration(self.span.from.at)
            )
        } else {
            let took = duration(self.span.duration());
            write!(f, " for {took} while it waits for {wait}")
        }
    }
}
