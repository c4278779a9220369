//! The recording as plain data: what it consists of, and its JSON.
//!
//! Nothing here knows how a recording is made ([`crate::record()`]) or drawn ([`crate::text`], [`crate::svg`]).
//! A recording is a table of tasks, of resources and of waits, and one list of events that refers to them.
//! Every event has a *step*, which counts up by one, and a *virtual time*, which may stand still over many steps:
//! in virtual time a poll has no width, so both are needed to draw it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of the format, in every recording's `format` field.
pub const FORMAT: &str = "tokio-timeline";

/// The version of the format that this library writes, and the only one that it reads.
pub const VERSION: u32 = 1;

/// Microseconds since the recording began, on the clock that the program saw.
pub type Micros = u64;

/// Which task: counts from 1 in the order of spawning; 1 is the program's main future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub u32);

/// Which resource (a lock, a semaphore, a channel …): counts from 1 in the order in which they first occur in the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResourceId(pub u32);

/// Which wait: counts from 1 in the order in which the waits began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WaitId(pub u32);

/// What one run of a Tokio program did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// Which clock the program ran on.
    pub clock: Clock,
    /// How the run ended.
    pub outcome: Outcome,
    /// Every task, in the order of spawning: task `n` stands at index `n - 1`.
    pub tasks: Vec<Task>,
    /// Every resource that the program made and used, in the order of first use: resource `n` stands at index `n - 1`.
    pub resources: Vec<Resource>,
    /// Every wait, in the order of beginning: wait `n` stands at index `n - 1`.
    pub waits: Vec<Wait>,
    /// Everything that happened, in order. `events[i].step == i`.
    pub events: Vec<Event>,
    /// How many events came after the bound of the recorder and are not in `events`. 0: the recording is whole.
    pub omitted: u64,
    /// Of one that is [`Outcome::Unfinished`]: the task whose own code took it, such as one that calls `std::process::exit`.
    /// `None`: that came from outside of all tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_during: Option<TaskId>,
}

/// Which clock a program ran on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Virtual time: stands still while anything can run, unless the program moves it with `tokio::time::advance`, and
    /// jumps to the next timer when nothing can.
    Paused,
    /// The computer's clock: no two runs are alike to the microsecond.
    Real,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The main future completed.
    Completed,
    /// The main future panicked. A panic in another task does not end the run: see [`End::Panicked`].
    Panicked {
        /// What the panic said, where it was text.
        message: Option<String>,
    },
    /// Nothing could ever run again: no task was ready, no timer was set, and nobody outside could wake one. Or a task held the
    /// runtime's thread, and it and all other threads waited for one another.
    Stalled(Stall),
    /// The recording was taken while the program still ran, or the program left early (`std::process::exit`).
    Unfinished,
}

/// Why nothing could run any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stall {
    /// The tasks that wait for one another in a ring, each for something that the next one holds. Empty: no ring.
    pub cycle: Vec<TaskId>,
    /// Every task that had not ended, with what it waited for.
    pub waiting: Vec<Stuck>,
}

/// One task that can never go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// The task.
    pub task: TaskId,
    /// What it waits for; nothing where it returned `Pending` and left its waker with nobody, and where it still runs or is
    /// ready, and its thread is held.
    pub on: Vec<StuckOn>,
}

/// A wait that can never end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StuckOn {
    /// The wait.
    pub wait: WaitId,
    /// The tasks that hold what is waited for, where that is known. For a `JoinHandle`: the task whose end is awaited.
    pub held_by: Vec<TaskId>,
    /// The tasks that took what is waited for, or permits of it, and have neither given it back since nor ended. They need
    /// not be the ones that hold it now: owned guards and permits can be handed to others, and permits can be forgotten.
    /// Empty also where the program adds permits by hand: then nobody can tell those that were forgotten.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_by: Vec<TaskId>,
    /// For a wait for a permit: those that were taken by tasks that have ended, and never given back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Lost>,
    /// For a wait at one end of a channel: the tasks that used its other end and have not ended; where there is none,
    /// the one that made the channel. Each may keep that other end; so may others, to whom it was given and who have not used it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_end: Vec<TaskId>,
    /// Nobody was seen to use that other end: `other_end` is the task that made the channel, and it may have been given
    /// to any other one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unused: bool,
}

/// A permit that was taken and never came back, though the task that took it has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The task that took it.
    pub task: TaskId,
    /// The line where it did so.
    pub place: Option<Place>,
    /// It is not bound to where it was taken (`acquire_owned`): somebody else may have it. Else it was forgotten, or leaked.
    pub owned: bool,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the compiler was told of it, relative to the workspace where it lies in it.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A task: the main future, or something that was spawned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// What to call it: the name it was given; else the async function that it runs; else the line that spawned it.
    /// Unique in the recording.
    pub name: String,
    /// What kind of task it is.
    pub kind: TaskKind,
    /// Where it was spawned; `None` for the main future.
    pub place: Option<Place>,
    /// The task that spawned it; `None` for the main future and for what was spawned from outside any task.
    pub parent: Option<TaskId>,
}

/// What kind of task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// The future that was handed to `block_on`.
    Main,
    /// Spawned with `tokio::spawn` or what stands on it.
    Spawned,
    /// Spawned with `spawn_local`: stays on its thread.
    Local,
    /// A closure on the pool of threads for blocking work.
    Blocking,
}

/// Something that tasks wait for and that Tokio reports: a lock, a semaphore, a timer …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its number.
    pub id: ResourceId,
    /// Tokio's name of the type: `Mutex`, `RwLock`, `Semaphore`, `Barrier` …; `mpsc channel` for a bounded one,
    /// `oneshot channel`. Tokio reports no other channels.
    #[serde(rename = "type")]
    pub type_name: String,
    /// Where it was made, where that is in the program and not inside a library.
    pub place: Option<Place>,
    /// For a channel: how many messages it takes before a sender has to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u64>,
    /// For a `Barrier`: how many tasks it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

/// One time that one task waited for one thing.
///
/// A task that runs `join!` or `select!` is in several waits at once: that is how its branches show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wait {
    /// Its number.
    pub id: WaitId,
    /// Who waits.
    pub task: TaskId,
    /// What the program does while it waits, as Tokio names it: `Mutex::lock`, `sleep`, `JoinHandle` …;
    /// the type of a future that the program wrote itself; `unknown` where there is none of these.
    pub operation: String,
    /// The name that the program gave to it with [`crate::label`]: "call to rome".
    pub label: Option<String>,
    /// The resource, where Tokio reports one.
    pub resource: Option<ResourceId>,
    /// The task whose end is awaited, where the wait is for a `JoinHandle` and that end was seen.
    pub target: Option<TaskId>,
    /// When a timer will end it, for a wait that is one.
    pub deadline: Option<Micros>,
    /// The line of the reader's program that waits: the innermost `.await`. `None`: it could not be found out.
    pub place: Option<Place>,
    /// The async functions from that line outwards to the task's own future, innermost first.
    pub stack: Vec<Frame>,
}

/// One function on a call stack, of the program itself: frames of libraries are left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// The function's name, without the path and hash: `fetch`, `main::{async block}`.
    pub function: String,
    /// Where it stands.
    pub place: Place,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Counts up by one from 0.
    pub step: u32,
    /// When.
    pub at: Micros,
    /// Which task was running; `None`: the runtime itself, or another thread.
    pub during: Option<TaskId>,
    /// On which of the runtime's worker threads, from 1 in the order in which they first polled a task. `None`: the
    /// runtime has no worker threads, or it was another thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<u32>,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened in an [`Event`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum What {
    /// A task came into being; it is ready from now on.
    TaskSpawned {
        /// The new task.
        task: TaskId,
    },
    /// The runtime began to poll a task.
    PollStarted {
        /// The task.
        task: TaskId,
    },
    /// The poll returned.
    PollEnded {
        /// The task.
        task: TaskId,
        /// The poll held the thread: it slept or waited in a blocking call, while no other task could run.
        /// Of a poll that panicked, this is not said: to unwind can take as long.
        /// Found by the wall clock and never set in a run where that did not happen.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        blocked: bool,
        /// The poll held the thread: it computed, for a tenth of a second of the processor's time or longer, while no
        /// other task could run. Not said of a poll of which more than a few lines are recorded, since recording takes
        /// time as well.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        computed: bool,
        /// How long the poll took by the computer's clock, in nanoseconds, without what the recorder itself waited for. Only
        /// where [`crate::Recorder::real_time`] asks for it; `None` also for local tasks and for closures on the pool for
        /// blocking work. No two runs are alike in it: it belongs into no snapshot.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        real_nanos: Option<u64>,
    },
    /// A task was made ready.
    Woken {
        /// The task that is ready now.
        task: TaskId,
        /// Who woke it, and why.
        cause: Cause,
        /// The task was ready already, or is the one that is running and had been woken before: nothing changes.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        redundant: bool,
    },
    /// A task is over. Its result may still be awaited by somebody.
    TaskEnded {
        /// The task.
        task: TaskId,
        /// How it ended.
        how: End,
        /// For a task that was cancelled: the one that aborted it, or dropped the set that owned it. `None`: it is not
        /// known. Tokio does not report it; it follows from which tasks ran and how many became ready meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<TaskId>,
        /// For a task that panicked: what the panic said, and where. `None`: it is not known, because the program has a
        /// panic hook of its own that calls no other.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        panic: Option<Panic>,
    },
    /// A task began to wait.
    WaitStarted {
        /// The wait.
        wait: WaitId,
    },
    /// A wait is over.
    WaitEnded {
        /// The wait.
        wait: WaitId,
        /// How it ended.
        how: WaitEnd,
    },
    /// A task holds a lock (or a share of it) from now on.
    LockHeld {
        /// The lock.
        resource: ResourceId,
        /// The holder.
        task: Option<TaskId>,
        /// For an `RwLock`: held for reading, together with others.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        shared: bool,
    },
    /// A lock (or a share of it) was given back.
    LockFreed {
        /// The lock.
        resource: ResourceId,
        /// The one who held it.
        task: Option<TaskId>,
        /// As in `LockHeld`.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        shared: bool,
    },
    /// A semaphore has another number of permits to give.
    PermitsChanged {
        /// The semaphore.
        resource: ResourceId,
        /// How many permits are left to take.
        available: u64,
    },
    /// A channel holds another number of messages, or has lost an end.
    ChannelChanged {
        /// The channel.
        resource: ResourceId,
        /// How many of its places are taken: by messages that nobody has received yet, and by senders that have been
        /// given room and have not sent yet. `None`: it is not known, from the beginning to the end, because the program
        /// uses `try_send` or `try_reserve`, which Tokio does not report.
        queued: Option<u64>,
        /// Which of its ends is gone, as far as that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gone: Option<ChannelEnd>,
        /// For an end that is gone because a task's future was dropped, which owned it and shared it with nobody: that
        /// task. So it kept this end ever since it was polled last. Of a bounded mpsc channel, this is known of a receiver
        /// that left messages behind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<TaskId>,
    },
    /// The clock moved.
    ClockAdvanced {
        /// The time before.
        from: Micros,
        /// The time from now on, which is this event's time.
        to: Micros,
    },
    /// The program printed a line, or said something with [`crate::note()`].
    Note {
        /// The text, without a line break at its end.
        text: String,
    },
    /// Nothing can run any more; [`Outcome::Stalled`] says why.
    Stalled,
}

/// Who made a task ready, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Cause {
    /// Another task did something.
    Task {
        /// That task.
        task: TaskId,
        /// What it did, as Tokio names it: `mpsc::Sender::send`, `MutexGuard::drop`, `Notify::notify_one` …
        #[serde(skip_serializing_if = "Option::is_none")]
        operation: Option<String>,
        /// The line where it did so.
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// The task woke itself while it ran: it yielded, or something it did completed what it waits for.
    Itself {
        /// As for `Task`.
        #[serde(skip_serializing_if = "Option::is_none")]
        operation: Option<String>,
        /// As for `Task`.
        #[serde(skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// A task ended whose `JoinHandle` was awaited.
    End {
        /// The task that ended.
        task: TaskId,
    },
    /// A timer of the task ran out.
    Timer {
        /// The wait that the timer ends, where it is known.
        wait: Option<WaitId>,
    },
    /// Another thread, a socket, a file: something that is not a task of this runtime.
    Outside,
    /// It could not be found out.
    Unknown,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It returned.
    Completed,
    /// It panicked.
    Panicked,
    /// It was dropped before it was done: somebody called `abort`, or dropped the set that owned it.
    Cancelled,
    /// It was dropped together with the runtime, after the main future had ended.
    Shutdown,
}

/// A panic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panic {
    /// What it said, where that was text.
    pub message: Option<String>,
    /// The line that panicked, where that is in the program and not inside a library.
    pub place: Option<Place>,
}

/// Which end of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelEnd {
    /// All of its senders.
    Sender,
    /// Its receiver.
    Receiver,
    /// Both.
    Both,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitEnd {
    /// What was waited for came.
    Done,
    /// The future that waited was dropped first: the losing arm of a `select!`, a timeout, a cancelled task.
    Abandoned,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl Recording {
    /// The task with this number.
    ///
    /// # Panics
    /// When the recording has no such task.
    pub fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.0 as usize - 1]
    }

    /// The task of this name.
    pub fn task_named(&self, name: &str) -> Option<&Task> {
        self.tasks.iter().find(|t| t.name == name)
    }

    /// The resource with this number.
    ///
    /// # Panics
    /// When the recording has no such resource.
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize - 1]
    }

    /// The wait with this number.
    ///
    /// # Panics
    /// When the recording has no such wait.
    pub fn wait(&self, id: WaitId) -> &Wait {
        &self.waits[id.0 as usize - 1]
    }

    /// The time of the last event: how long the run took on the program's clock.
    pub fn duration(&self) -> Micros {
        self.events.last().map_or(0, |e| e.at)
    }

    /// The recording as JSON: one line for each task, resource, wait and event, so that a change of one shows as one.
    pub fn to_json(&self) -> String {
        let mut out = Vec::new();
        let mut field = |name: &str, value: &dyn Fn(&mut Vec<u8>)| {
            let before: &[u8] = if out.is_empty() { b"{\n" } else { b",\n" };
            out.extend_from_slice(before);
            json(&mut out, &name);
            out.extend_from_slice(b": ");
            value(&mut out);
        };
        field("format", &|out| json(out, &self.format));
        field("version", &|out| json(out, &self.version));
        field("clock", &|out| json(out, &self.clock));
        field("outcome", &|out| json(out, &self.outcome));
        field("tasks", &|out| rows(out, &self.tasks));
        field("resources", &|out| rows(out, &self.resources));
        field("waits", &|out| rows(out, &self.waits));
        field("events", &|out| rows(out, &self.events));
        field("omitted", &|out| json(out, &self.omitted));
        if let Some(task) = self.taken_during {
            field("taken_during", &|out| json(out, &task));
        }
        out.extend_from_slice(b"\n}\n");
        String::from_utf8(out).expect("JSON is text")
    }

    /// Reads what [`Recording::to_json`] wrote.
    ///
    /// # Errors
    /// When the text is not JSON, is not a recording, is of another version, or refers to a task, resource or wait
    /// that it does not contain.
    pub fn from_json(json: &str) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Header {
            format: String,
            version: u32,
        }
        let header: Header = serde_json::from_str(json).map_err(|e| match e.classify() {
            serde_json::error::Category::Data => ReadError::NotARecording,
            _ => ReadError::Json(e.to_string()),
        })?;
        if header.format != FORMAT {
            return Err(ReadError::NotARecording);
        }
        if header.version != VERSION {
            return Err(ReadError::Version(header.version));
        }
        let recording: Self =
            serde_json::from_str(json).map_err(|e| ReadError::Json(e.to_string()))?;
        recording.validate().map_err(ReadError::Dangling)?;
        Ok(recording)
    }

    /// That every number stands for something, so that nobody who draws the recording needs to ask again.
    fn validate(&self) -> Result<(), String> {
        let task = |id: TaskId| match id.0 {
            n if n >= 1 && n as usize <= self.tasks.len() => Ok(()),
            n => Err(format!("there is no task {n}")),
        };
        let resource = |id: ResourceId| match id.0 {
            n if n >= 1 && n as usize <= self.resources.len() => Ok(()),
            n => Err(format!("there is no resource {n}")),
        };
        let wait = |id: WaitId| match id.0 {
            n if n >= 1 && n as usize <= self.waits.len() => Ok(()),
            n => Err(format!("there is no wait {n}")),
        };
        for (i, t) in self.tasks.iter().enumerate() {
            if t.id.0 as usize != i + 1 {
                return Err(format!("task {} stands at position {}", t.id.0, i + 1));
            }
            t.parent.map_or(Ok(()), task)?;
        }
        for (i, r) in self.resources.iter().enumerate() {
            if r.id.0 as usize != i + 1 {
                return Err(format!("resource {} stands at position {}", r.id.0, i + 1));
            }
        }
        for (i, w) in self.waits.iter().enumerate() {
            if w.id.0 as usize != i + 1 {
                return Err(format!("wait {} stands at position {}", w.id.0, i + 1));
            }
            task(w.task)?;
            w.resource.map_or(Ok(()), resource)?;
            w.target.map_or(Ok(()), task)?;
        }
        self.taken_during.map_or(Ok(()), task)?;
        let mut at = 0;
        for (i, e) in self.events.iter().enumerate() {
            if e.step as usize != i {
                return Err(format!("step {} stands at position {i}", e.step));
            }
            if e.at < at {
                return Err(format!("step {i} happens before the step in front of it"));
            }
            at = e.at;
            e.during.map_or(Ok(()), task)?;
            match &e.what {
                What::TaskSpawned { task: t }
                | What::PollStarted { task: t }
                | What::PollEnded { task: t, .. } => task(*t)?,
                What::TaskEnded { task: t, by, .. } => {
                    task(*t)?;
                    by.map_or(Ok(()), task)?;
                }
                What::Woken { task: t, cause, .. } => {
                    task(*t)?;
                    match cause {
                        Cause::Task { task: t, .. } | Cause::End { task: t } => task(*t)?,
                        Cause::Timer { wait: w } => w.map_or(Ok(()), wait)?,
                        Cause::Itself { .. } | Cause::Outside | Cause::Unknown => {}
                    }
                }
                What::WaitStarted { wait: w } | What::WaitEnded { wait: w, .. } => wait(*w)?,
                What::LockHeld {
                    resource: r,
                    task: t,
                    ..
                }
                | What::LockFreed {
                    resource: r,
                    task: t,
                    ..
                } => {
                    resource(*r)?;
                    t.map_or(Ok(()), task)?;
                }
                What::PermitsChanged { resource: r, .. } => resource(*r)?,
                What::ChannelChanged {
                    resource: r, owner, ..
                } => {
                    resource(*r)?;
                    owner.map_or(Ok(()), task)?;
                }
                What::ClockAdvanced { .. } | What::Note { .. } | What::Stalled => {}
            }
        }
        if let Outcome::Stalled(stall) = &self.outcome {
            stall.cycle.iter().try_for_each(|t| task(*t))?;
            for stuck in &stall.waiting {
                task(stuck.task)?;
                for on in &stuck.on {
                    wait(on.wait)?;
                    on.held_by.iter().try_for_each(|t| task(*t))?;
                    on.taken_by.iter().try_for_each(|t| task(*t))?;
                    on.other_end.iter().try_for_each(|t| task(*t))?;
                    on.lost.iter().try_for_each(|lost| task(lost.task))?;
                }
            }
        }
        Ok(())
    }
}

/// Appends a value as JSON.
fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value).expect("plain data always has a JSON form");
}

/// Appends a list as JSON, with a line for each of its members.
fn rows(out: &mut Vec<u8>, members: &[impl Serialize]) {
    out.push(b'[');
    for (i, member) in members.iter().enumerate() {
        out.extend_from_slice(if i == 0 { b"\n  " } else { b",\n  " });
        json(out, member);
    }
    out.extend_from_slice(if members.is_empty() { b"]" } else { b"\n]" });
}

/// Why a text is not a recording that this library reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is not JSON, or a part of it has another form than a recording's.
    Json(String),
    /// It is JSON, but nothing in it says that it is a recording.
    NotARecording,
    /// It is a recording of another version of the format.
    Version(u32),
    /// It refers to something that it does not contain.
    Dangling(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(why) => write!(f, "this recording cannot be read: {why}"),
            Self::NotARecording => write!(
                f,
                "this is not a recording: it has no `\"format\": \"{FORMAT}\"`"
            ),
            Self::Version(v) => write!(
                f,
                "this recording is of version {v}, and this program reads version {VERSION}: record it again"
            ),
            Self::Dangling(what) => write!(f, "this recording contradicts itself: {what}"),
        }
    }
}

impl std::error::Error for ReadError {}
