//! Programs of others, run within bounds: so long, so much memory, so much output, so many processes.
//!
//! Each program gets a supervisor: this very binary, started once more ([`supervise_if_asked`]). It starts the program
//! in a session of its own, adopts what the program leaves behind, and ends all of it when the program ends, when a
//! bound is reached, and when the pipe from the playground closes, which it does for every way in which the playground
//! can end.

mod confine;
pub mod limits;
mod supervisor;
mod tree;

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};

pub use limits::Limits;
pub use supervisor::supervise_if_asked;

use crate::{Cancel, Error, Result};

/// Set in the environment of a supervisor.
const MARK: &str = "PLAYGROUND_SUPERVISOR";

/// Arguments of every supervisor. The playground needs none; a test binary finds its test `supervisor` by them.
const ARGUMENTS: [&str; 3] = ["supervisor", "--exact", "--include-ignored"];

/// How much longer than its program a supervisor may take. After that it is woken, in case that the program stopped it,
/// and after that time again it is ended.
const GRACE: Duration = Duration::from_secs(7);

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ended", rename_all = "snake_case")]
pub enum Ended {
    /// It ended by itself.
    Exited {
        /// Its exit code.
        code: i32,
    },
    /// A signal ended it.
    Signalled {
        /// The signal's number.
        signal: i32,
        /// The signal's name, as in `SIGSEGV`.
        name: String,
    },
    /// It ran for too long and was stopped.
    TimedOut {
        /// How long it was allowed to run.
        seconds: u64,
    },
    /// It wrote more than is kept, and was stopped.
    TooMuchOutput {
        /// How much is kept.
        bytes: u64,
    },
    /// It needed more memory than it may have.
    OutOfMemory {
        /// How much it may have.
        bytes: u64,
    },
    /// It had more processes than it may have, and was stopped.
    TooManyProcesses {
        /// How many it may have.
        processes: usize,
    },
    /// Nothing in it could ever go on: see the recording, and its error output.
    Stalled,
}

impl Ended {
    /// That it ended by itself and said that all is well.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Exited { code: 0 })
    }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exited { code } => write!(f, "ended with exit code {code}"),
            Self::Signalled { name, .. } => write!(f, "was ended by {name}"),
            Self::TimedOut { seconds } => write!(
                f,
                "was stopped after {seconds} s: it blocks, spins or waits for ever"
            ),
            Self::TooMuchOutput { bytes } => {
                write!(f, "was stopped: it wrote more than {}", mebibytes(*bytes))
            }
            Self::OutOfMemory { bytes } => write!(
                f,
                "was stopped: it needed more than {} of memory",
                mebibytes(*bytes)
            ),
            Self::TooManyProcesses { processes } => {
                write!(f, "was stopped: it had more than {processes} processes")
            }
            Self::Stalled => write!(f, "stalled: nothing in it can ever go on"),
        }
    }
}

/// Whether this system keeps programs from writing outside their folder.
pub(crate) fn can_confine() -> bool {
    confine::is_possible()
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// What to run, and within which bounds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Job {
    pub(crate) program: PathBuf,
    pub(crate) args: Vec<String>,
    /// The whole environment.
    pub(crate) env: Vec<(String, String)>,
    pub(crate) folder: PathBuf,
    /// The file for its output; nowhere if there is none.
    pub(crate) stdout: Option<PathBuf>,
    /// The file for its error output; if there is none, its lines are handed on as they come.
    pub(crate) stderr: Option<PathBuf>,
    /// Where the supervisor writes its [`Report`].
    pub(crate) report: PathBuf,
    pub(crate) limits: Limits,
    /// Where it may write; `None`: wherever the user may.
    pub(crate) writable: Option<Vec<PathBuf>>,
}

/// What the supervisor says in the end.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) ended: Ended,
    pub(crate) seconds: f64,
}

/// Runs it, handing on the lines of its error output, and waits for its end and that of everything it started.
pub(crate) fn run(job: &Job, cancel: &Cancel, on_line: &mut dyn FnMut(&str)) -> Result<Report> {
    cancel.check()?;
    let failed = |e: std::io::Error| {
        Error::Setup(format!(
            "the supervisor of `{}` cannot be started: {e}",
            job.program.display()
        ))
    };
    let mut order = serde_json::to_vec(job).map_err(|_| {
        Error::Setup("the course's path is not UTF-8 text: move it to one that is".to_owned())
    })?;
    order.push(b'\n');
    let mut supervisor = Command::new(this_program().map_err(failed)?)
        .args(ARGUMENTS)
        .env(MARK, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;

    // As long as this pipe is open, the program may run.
    let mut pipe = supervisor.stdin.take().expect("stdin is piped");
    let sent = pipe.write_all(&order);
    let pipe = Arc::new(Mutex::new(Some(pipe)));
    let (cancelled_tx, cancelled) = mpsc::channel::<()>();
    let on_cancel = cancel.on_cancel({
        let (pipe, cancelled_tx) = (pipe.clone(), cancelled_tx.clone());
        move || {
            drop(pipe.lock().map(|mut pipe| pipe.take()));
            let _ = cancelled_tx.send(());
        }
    });

    let mut said = String::new();
    let mut lines = BufReader::new(supervisor.stderr.take().expect("stderr is piped"));
    let own_pid = Pid::from_child(&supervisor);
    let last = job.limits.wall.saturating_add(GRACE);
    thread::scope(|scope| {
        scope.spawn(move || watch_over(own_pid, last, &cancelled));
        // Dropped when its last line was read: that ends the watch.
        let _open = (cancelled_tx, on_cancel);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&line);
            on_line(text.trim_end());
            if said.len() < 1000 {
                said.push_str(&text);
            }
            line.clear();
        }
    });
    let status = supervisor.wait();
    drop(pipe);
    let code = status.ok().and_then(|status| status.code());
    if code.is_none() {
        tree::end_session(own_pid);
    }
    cancel.check()?;
    sent.map_err(failed)?;
    // What stands there when the supervisor was killed may be the program's own.
    let report = match code {
        Some(0) => fs::read(&job.report).ok(),
        _ => None,
    };
    let report = report.and_then(|json| serde_json::from_slice(&json).ok());
    report.ok_or_else(|| match code {
        Some(supervisor::FAILED) => Error::Setup(said.trim().to_owned()),
        _ => Error::Setup(format!(
            "the supervisor of `{}` was ended from outside",
            job.program.display()
        )),
    })
}

/// Sees to it that the supervisor does its work: its program has the same rights, and can stop or trace it.
fn watch_over(supervisor: Pid, last: Duration, cancelled: &Receiver<()>) {
    if cancelled.recv_timeout(last) == Err(RecvTimeoutError::Disconnected) {
        return;
    }
    let _ = rustix::process::kill_process(supervisor, Signal::CONT);
    loop {
        match cancelled.recv_timeout(GRACE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    let _ = rustix::process::kill_process(supervisor, Signal::KILL);
    // They may hold its error output, which is being read.
    tree::end_session(supervisor);
}

/// This very binary, also after a newer one took its place on disk.
fn this_program() -> std::io::Result<PathBuf> {
    let running = PathBuf::from("/proc/self/exe");
    if running.exists() {
        Ok(running)
    } else {
        env::current_exe()
    }
}

#[cfg(test)]
mod tests;
