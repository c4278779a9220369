//! Tells whether a poll slept or waited while it held the thread.
//!
//! By the wall clock alone, a machine that is busy elsewhere would look the same. Linux counts for each thread how long
//! it ran and how long it was ready and had to stand back for others: what is left of the wall clock, it slept.

use std::{
    cell::{Cell, OnceCell},
    fs::File,
    time::{Duration, Instant},
};

/// Shorter blocking is not reported: reading a page of the program from disk may take as long.
const SHORTEST: Duration = Duration::from_millis(20);

/// The moment when a poll began.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    since: Instant,
    awake: Option<Duration>,
}

thread_local! {
    static RUNNING: Cell<Option<Watch>> = const { Cell::new(None) };
    static STATISTICS: OnceCell<Option<File>> = const { OnceCell::new() };
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self {
            awake: awake(),
            since: Instant::now(),
        }
    }

    /// Starts the watch of the poll that begins on this thread.
    pub(crate) fn start_on_this_thread() {
        RUNNING.set(Some(Self::start()));
    }

    /// The watch of the poll that runs on this thread.
    pub(crate) fn of_this_thread() -> Self {
        RUNNING.get().unwrap_or_else(Self::start)
    }

    /// Whether the thread slept or waited since, long enough to matter. Where the system does not say, it did not.
    pub(crate) fn blocked(self) -> bool {
        let passed = self.since.elapsed();
        passed >= SHORTEST
            && self
                .awake
                .zip(awake())
                .is_some_and(|(then, now)| passed.saturating_sub(now - then) >= SHORTEST)
    }
}

/// How long this thread has run or been ready to run since it began.
fn awake() -> Option<Duration> {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::FileExt;
        let mut text = [0; 64];
        let length = STATISTICS
            .try_with(|s| {
                s.get_or_init(|| File::open("/proc/thread-self/schedstat").ok())
                    .as_ref()?
                    .read_at(&mut text, 0)
                    .ok()
            })
            .ok()
            .flatten()?;
        // On the processor, and waiting for one, both in nanoseconds.
        let mut fields = std::str::from_utf8(&text[..length])
            .ok()?
            .split_ascii_whitespace();
        let (ran, waited): (u64, u64) =
            (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some(Duration::from_nanos(ran + waited))
    }
    #[cfg(not(target_os = "linux"))]
    None
}
