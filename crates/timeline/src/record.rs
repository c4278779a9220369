//! Runs a future and records what it does.

use std::{fmt, future::Future, sync::Arc};

use crate::{
    model::{Clock, Micros, Recording},
    session::{self, Config, MainEnd, Session},
};

/// Runs a future on a current-thread runtime with the clock paused, and records it.
///
/// The future need not be `Send` nor `'static`. It may spawn tasks. When it is done, what is left running is dropped
/// with the runtime, and closures of `spawn_blocking` that run are waited for, as at the end of `#[tokio::main]`.
///
/// Panics are kept with their message and line by a panic hook, which is set once for the process and calls the one that
/// was there.
///
/// ```
/// use std::time::Duration;
///
/// let run = timeline::record(async {
///     tokio::time::sleep(Duration::from_secs(3600)).await;
///     "slept"
/// })?;
/// assert_eq!(run.output, Some("slept"));
/// assert_eq!(run.recording.duration(), 3_600_000_000);
/// # Ok::<(), timeline::RecordError>(())
/// ```
///
/// # Errors
/// [`RecordError::NotInstrumented`] when the program was built without Tokio's instrumentation,
/// [`RecordError::InsideRuntime`] when this thread is inside a runtime already, and [`RecordError::NoRuntime`] when the
/// system refuses what a runtime needs.
pub fn record<F: Future>(program: F) -> Result<Recorded<F::Output>, RecordError> {
    Recorder::new().record(program)
}

/// Records with other settings than [`record`] does.
pub struct Recorder {
    config: Config,
}

/// What came of a run that was recorded.
#[derive(Debug)]
pub struct Recorded<T> {
    /// What the run did.
    pub recording: Recording,
    /// What the future returned. `None`: it panicked, or the run stalled; [`Recording::outcome`] says which.
    pub output: Option<T>,
}

/// Why nothing was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// Tokio was compiled without the flag that makes it report what it does.
    NotInstrumented,
    /// This thread is inside a Tokio runtime, and runtimes cannot be nested.
    InsideRuntime,
    /// The system refused what a runtime needs, such as a thread or a file descriptor.
    NoRuntime,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Recorder {
    /// How many events a recording holds at most, unless it is told otherwise.
    pub const MAX_EVENTS: usize = 1_000_000;

    /// The settings of [`record`]: the clock paused, [`Recorder::MAX_EVENTS`], seed 0.
    pub fn new() -> Self {
        Self {
            config: Config {
                clock: Clock::Paused,
                seed: 0,
                max_events: Self::MAX_EVENTS,
                lines: None,
                live: None,
                workers: None,
                mind_all_threads: false,
                real_time: false,
                on_frozen: Arc::new(session::tell_frozen),
            },
        }
    }

    /// Which clock the program runs on.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.config.clock = clock;
        self
    }

    /// Runs the program on a runtime with this many worker threads, and on the real clock: Tokio can pause the clock on
    /// one thread only. The recording says which worker polled what. No two runs are alike. Only on Linux, a stall is
    /// noticed.
    ///
    /// # Panics
    /// When the number is 0.
    pub fn worker_threads(mut self, workers: usize) -> Self {
        assert!(workers > 0, "a runtime needs at least one worker thread");
        self.config.clock = Clock::Real;
        self.config.workers = Some(workers);
        self
    }

    /// Seeds the runtime's random choices: the order in which `select!` polls its branches.
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = seed;
        self
    }

    /// How many events the recording holds at most; how many came after that is in [`Recording::omitted`].
    pub fn max_events(mut self, most: usize) -> Self {
        self.config.max_events = most;
        self
    }

    /// Asks this for new lines at every event, and adds them as notes. For a program whose output cannot be had
    /// through [`crate::println!`], such as one that somebody else wrote.
    pub fn lines(mut self, lines: impl Fn() -> Vec<String> + Send + Sync + 'static) -> Self {
        self.config.lines = Some(Box::new(lines));
        self
    }

    /// Calls this with every note as it is made, and its time: to print it while the program still runs.
    pub fn live(mut self, live: impl Fn(Micros, &str) + Send + Sync + 'static) -> Self {
        self.config.live = Some(Box::new(live));
        self
    }

    /// Times every poll by the computer's clock, also where the program's own clock is paused:
    /// [`crate::What::PollEnded`] says how long it took, and [`Recording::longest_poll`] which took longest. Not the default,
    /// because no two runs are alike in it.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let run = timeline::Recorder::new().real_time(true).record(async {
    ///     std::thread::sleep(Duration::from_millis(2));
    /// })?;
    /// assert!(run.recording.longest_poll().unwrap().took >= Duration::from_millis(2));
    /// # Ok::<(), timeline::RecordError>(())
    /// ```
    pub fn real_time(mut self, timed: bool) -> Self {
        self.config.real_time = timed;
        self
    }

    /// Minds the threads that are there already as well: each may be one that wakes a task, so that a program is not
    /// said to be stalled as long as one of them runs. Not the default, because in a test these are other tests.
    pub fn mind_all_threads(mut self) -> Self {
        self.config.mind_all_threads = true;
        self
    }

    /// Calls this, on a thread of its own, when the program can never go on because a task blocks the runtime's thread and
    /// all other threads wait as well. The recording says who; nothing ends the wait, so this may end the process. Not
    /// told otherwise, the recorder prints what [`crate::explain()`] says to stderr. Only Linux tells what threads wait for.
    pub fn on_frozen(mut self, tell: impl Fn(&Recording) + Send + Sync + 'static) -> Self {
        self.config.on_frozen = Arc::new(tell);
        self
    }

    /// Begins a recording of a runtime that the caller starts. Each runtime needs a recording of its own.
    ///
    /// # Errors
    /// As for [`record`]; but one with [worker threads](Recorder::worker_threads) can also begin inside a runtime, to run
    /// what is spawned on it.
    pub fn begin(self) -> Result<Session, RecordError> {
        Session::begin(self.config)
    }

    /// Runs a future and records it: see [`record`].
    ///
    /// # Errors
    /// As for [`record`].
    pub fn record<F: Future>(self, program: F) -> Result<Recorded<F::Output>, RecordError> {
        if session::is_inside_runtime() {
            return Err(RecordError::InsideRuntime);
        }
        let session = self.begin()?;
        let runtime = session
            .runtime(|_| {})
            .map_err(|_| RecordError::NoRuntime)?;
        let output = match session.block_on(&runtime, program) {
            MainEnd::Completed(output) => Some(output),
            MainEnd::Panicked(_) | MainEnd::Stalled => None,
        };
        session.shut_down(runtime);
        Ok(Recorded {
            recording: session.finish(),
            output,
        })
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstrumented => write!(
                f,
                "this program was built without `--cfg tokio_unstable`, so Tokio does not report what it does: \
                 build with `rustflags = [\"--cfg\", \"tokio_unstable\"]` in .cargo/config.toml, and note that \
                 a RUSTFLAGS variable in the environment replaces these flags: unset it, or add the flag to it"
            ),
            Self::InsideRuntime => {
                write!(
                    f,
                    "this thread runs inside a Tokio runtime already: start the recording from a thread outside of it"
                )
            }
            Self::NoRuntime => write!(
                f,
                "the system refused to start a runtime: too many threads or open files"
            ),
        }
    }
}

impl std::error::Error for RecordError {}
