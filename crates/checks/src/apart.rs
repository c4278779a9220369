//! Running an answer on a thread of its own, and watching that thread: for answers that are executors, and may hold
//! their thread or put it to sleep for ever.
//!
//! A runtime cannot be checked from inside of another one, and there is no virtual clock in it. So this looks at the
//! computer's clock, but only at answers that are stuck: what is right is told as soon as it is done.
//!
//! A thread is stuck when it sleeps and nobody is left who could wake it. Those who could are [`helper`]s, and as long as
//! there is one, nobody is stuck.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::panics;
use crate::refusal::Refusal;

/// How long a thread may work before it counts as stuck. What is checked here takes microseconds.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often one looks at a thread.
const LOOK: Duration = Duration::from_millis(5);

/// How many looks in a row must find a thread asleep before it counts as asleep for good.
const ASLEEP: usize = 60;

/// How many helpers are at work.
static HELPERS: AtomicUsize = AtomicUsize::new(0);

/// A thread, as others see it.
#[derive(Clone, Debug)]
pub struct Thread {
    stat: Option<PathBuf>,
}

impl Thread {
    /// The thread that calls this.
    pub fn this() -> Self {
        // `1234/task/1235`: Linux tells, nobody else does.
        let path = fs::read_link("/proc/thread-self").ok();
        Self {
            stat: path.map(|path| PathBuf::from("/proc").join(path).join("stat")),
        }
    }

    /// Whether it sleeps, instead of running or waiting for a processor. `None`: the system does not tell.
    pub fn is_asleep(&self) -> Option<bool> {
        let stat = fs::read_to_string(self.stat.as_ref()?).ok()?;
        let (_, rest) = stat.rsplit_once(')')?;
        Some(rest.trim_start().starts_with('S'))
    }
}

/// Runs `help` on another thread, which may wake those that are [`apart`].
pub fn helper(help: impl FnOnce() + Send + 'static) {
    struct AtWork;
    impl Drop for AtWork {
        fn drop(&mut self) {
            HELPERS.fetch_sub(1, Ordering::SeqCst);
        }
    }
    HELPERS.fetch_add(1, Ordering::SeqCst);
    thread::spawn(|| {
        let _at_work = AtWork;
        help();
    });
}

/// Runs `work` on a thread of its own. `None`: it sleeps, and nobody is left to wake it, or it has worked for longer
/// than anything that is checked needs; the thread is left behind.
///
/// # Errors
/// When it panics: these are mistakes in every exercise.
pub fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>, Refusal> {
    let (thread_tx, thread_rx) = mpsc::channel();
    let (end_tx, end_rx) = mpsc::channel();
    thread::spawn(move || {
        let _ = thread_tx.send(Thread::this());
        let _listening = panics::listen();
        let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        let _ = end_tx.send(end.map_err(|_| panics::first()));
    });
    let Ok(thread) = thread_rx.recv() else {
        return Ok(None);
    };
    let begin = Instant::now();
    let mut asleep = 0;
    loop {
        match end_rx.recv_timeout(LOOK) {
            Ok(Ok(output)) => return Ok(Some(output)),
            Ok(Err(panic)) => {
                return Err(Refusal::new(
                    panic.unwrap_or_else(|| "your answer panicked".to_owned()),
                ));
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let nobody_helps = HELPERS.load(Ordering::SeqCst) == 0;
        asleep = if nobody_helps && thread.is_asleep() == Some(true) {
            asleep + 1
        } else {
            0
        };
        if asleep >= ASLEEP || begin.elapsed() >= PATIENCE {
            return Ok(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_is_told() {
        assert_eq!(apart(|| 42), Ok(Some(42)));
    }

    #[test]
    fn what_sleeps_for_ever_is_left_behind() {
        let asleep = apart(|| {
            loop {
                thread::park();
            }
        });
        assert_eq!(asleep, Ok(None::<()>));
    }

    #[test]
    fn nobody_is_stuck_as_long_as_there_is_help() {
        let (wake_tx, wake_rx) = mpsc::channel();
        helper(move || {
            thread::sleep(LOOK * (ASLEEP as u32 + 20));
            let _ = wake_tx.send("awake");
        });
        assert_eq!(apart(move || wake_rx.recv()), Ok(Some(Ok("awake"))));
    }

    #[test]
    fn a_panic_is_a_refusal() {
        let refusal = apart(|| panic!("no")).map(|_: Option<()>| ()).unwrap_err();
        assert_eq!(refusal.sentence, "your answer panicked: no");
    }

    #[test]
    fn a_thread_that_works_is_not_asleep() {
        assert_ne!(Thread::this().is_asleep(), Some(true));
    }
}
