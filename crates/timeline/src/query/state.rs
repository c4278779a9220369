//! What a task is doing: running, ready, or waiting, and how long it did each.

use std::fmt;

use super::index;
use crate::model::{End, Micros, Recording, Task, TaskId, What};
use crate::text::duration;

/// What a task is doing: see [`Recording::state_after`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// It was spawned or woken, and the runtime has not polled it since.
    Ready,
    /// The runtime polls it.
    Running,
    /// It returned `Pending`, and nobody has woken it since.
    Waiting,
    /// It is over.
    Ended(End),
}

/// How long a task did what: see [`Recording::times`].
///
/// On the paused clock, running and being ready take no time, unless the program moves the clock itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Times {
    /// How long it ran, in microseconds.
    pub running: Micros,
    /// How long it was ready and not polled, because the thread was busy with others, in microseconds.
    pub ready: Micros,
    /// How long it waited, in microseconds.
    pub waiting: Micros,
    /// How often it was polled.
    pub polls: u32,
}

impl Recording {
    /// What a task was doing right after this step; `None`: it had not been spawned.
    ///
    /// ```
    /// use timeline::{End, TaskId, query::TaskState};
    ///
    /// let run = timeline::record(async {})?;
    /// let state = |step| run.recording.state_after(TaskId(1), step);
    /// assert_eq!(state(0), Some(TaskState::Ready));
    /// assert_eq!(state(1), Some(TaskState::Running));
    /// assert_eq!(state(u32::MAX), Some(TaskState::Ended(End::Completed)));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn state_after(&self, task: TaskId, step: u32) -> Option<TaskState> {
        let states = self.states_of(task);
        let next = states.partition_point(|(from, _)| *from <= step);
        next.checked_sub(1).map(|now| states[now].1)
    }

    /// The tasks that were running right after this step: at most one on a current-thread runtime, besides closures on
    /// the pool for blocking work.
    ///
    /// ```
    /// let run = timeline::record(async { timeline::println!("here") })?;
    /// let here = run.recording.notes().next().unwrap().at;
    /// assert_eq!(run.recording.running_after(here.step)[0].name, "main");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn running_after(&self, step: u32) -> Vec<&Task> {
        let mut running = vec![false; self.tasks.len()];
        let until = self.events.len().min((step as usize).saturating_add(1));
        for event in &self.events[..until] {
            match event.what {
                What::PollStarted { task } => running[index(task)] = true,
                What::PollEnded { task, .. } | What::TaskEnded { task, .. } => {
                    running[index(task)] = false;
                }
                _ => {}
            }
        }
        let tasks = self.tasks.iter().zip(running);
        tasks.filter_map(|(t, runs)| runs.then_some(t)).collect()
    }

    /// The tasks that ran at this time, in the order of their first poll at it. On the paused clock those are all that
    /// were polled while the clock stood there.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let run = timeline::record(async {
    ///     tokio::spawn(async {});
    ///     tokio::time::sleep(Duration::from_secs(3)).await;
    /// })?;
    /// assert_eq!(run.recording.ran_at(0).len(), 2);
    /// assert_eq!(run.recording.ran_at(1_000_000).len(), 0);
    /// assert_eq!(run.recording.ran_at(3_000_000)[0].name, "main");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn ran_at(&self, at: Micros) -> Vec<&Task> {
        let mut ran: Vec<TaskId> = Vec::new();
        let mut running: Vec<(TaskId, Micros)> = Vec::new();
        let add = |ran: &mut Vec<TaskId>, task| {
            if !ran.contains(&task) {
                ran.push(task);
            }
        };
        for event in &self.events {
            match event.what {
                What::PollStarted { task } => running.push((task, event.at)),
                What::PollEnded { task, .. } => {
                    if let Some(i) = running.iter().position(|(t, _)| *t == task) {
                        let (_, since) = running.swap_remove(i);
                        if (since..=event.at).contains(&at) {
                            add(&mut ran, task);
                        }
                    }
                }
                _ => {}
            }
        }
        // Polls that had not returned when the recording ended.
        for (task, since) in running {
            if (since..=self.duration()).contains(&at) {
                add(&mut ran, task);
            }
        }
        ran.into_iter().map(|t| self.task(t)).collect()
    }

    /// How long a task ran, was ready and waited, from its spawning to its end or to the end of the recording; `None`:
    /// it was never spawned.
    ///
    /// ```
    /// use std::time::Duration;
    /// use timeline::TaskId;
    ///
    /// let run = timeline::record(async { tokio::time::sleep(Duration::from_secs(3)).await })?;
    /// let times = run.recording.times(TaskId(1)).unwrap();
    /// assert_eq!(times.to_string(), "ran 0 s, was ready 0 s, waited 3 s, in 2 polls");
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn times(&self, task: TaskId) -> Option<Times> {
        let states = self.states_of(task);
        if states.is_empty() {
            return None;
        }
        let polls = |what: &What| *what == What::PollStarted { task };
        let polls = self.events.iter().filter(|e| polls(&e.what)).count();
        let mut times = Times {
            polls: polls.try_into().unwrap_or(u32::MAX),
            ..Times::default()
        };
        let at = |step: u32| self.events[step as usize].at;
        for (i, (from, state)) in states.iter().enumerate() {
            let to = states.get(i + 1).map_or(self.duration(), |next| at(next.0));
            let took = to.saturating_sub(at(*from));
            match state {
                TaskState::Running => times.running += took,
                TaskState::Ready => times.ready += took,
                TaskState::Waiting => times.waiting += took,
                TaskState::Ended(_) => {}
            }
        }
        Some(times)
    }

    /// The states of a task, each with the step from which on it was in it.
    fn states_of(&self, of: TaskId) -> Vec<(u32, TaskState)> {
        let mut states: Vec<(u32, TaskState)> = Vec::new();
        let mut woken = false;
        for event in &self.events {
            let now = states.last().map(|s| s.1);
            let next = match event.what {
                _ if matches!(now, Some(TaskState::Ended(_))) => break,
                What::TaskSpawned { task } if task == of => TaskState::Ready,
                What::PollStarted { task } if task == of => {
                    woken = false;
                    TaskState::Running
                }
                What::PollEnded { task, .. } if task == of && woken => TaskState::Ready,
                What::PollEnded { task, .. } if task == of => TaskState::Waiting,
                What::Woken { task, .. } if task == of => {
                    woken = true;
                    match now {
                        Some(TaskState::Waiting) => TaskState::Ready,
                        _ => continue,
                    }
                }
                What::TaskEnded { task, how, .. } if task == of => {
                    // Its last poll returned and it was over: it did not wait in between.
                    let returned = matches!(how, End::Completed | End::Panicked);
                    if returned && let [.., (_, TaskState::Running), (_, _)] = states.as_slice() {
                        states.pop();
                    }
                    TaskState::Ended(how)
                }
                _ => continue,
            };
            states.push((event.step, next));
        }
        states
    }
}

impl fmt::Display for TaskState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Ended(End::Completed) => "completed",
            Self::Ended(End::Panicked) => "panicked",
            Self::Ended(End::Cancelled) => "cancelled",
            Self::Ended(End::Shutdown) => "dropped with the runtime",
        })
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [ran, ready, waited] = [self.running, self.ready, self.waiting].map(duration);
        let polls = if self.polls == 1 { "poll" } else { "polls" };
        let count = self.polls;
        write!(
            f,
            "ran {ran}, was ready {ready}, waited {waited}, in {count} {polls}"
        )
    }
}
