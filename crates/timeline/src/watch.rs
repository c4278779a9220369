//! Tells whether a poll slept, waited or computed for long while it held the thread.
//!
//! By the wall clock alone, a machine that is busy elsewhere would look the same. Linux counts for each thread how long
//! it ran and how long it was ready and had to stand back for others: what is left of the wall clock, it slept, or its
//! processor was taken from it without Linux's doing, as it happens to a virtual machine. Linux also counts how often a
//! thread gave its processor away by itself, and whoever sleeps does.

use std::{
    cell::{Cell, OnceCell},
    fs::File,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Shorter blocking is not reported: reading a page of the program from disk may take as long.
const SHORTEST: Duration = Duration::from_millis(20);

/// Nor is less than this part of the time that the thread ran meanwhile: some of that, such as the time of interrupts, the
/// system counts for nobody.
const SMALLEST_PART: u32 = 10;

/// As long has a poll to compute that is said to hold the thread: not even a slow machine takes that for anything else.
const LONG: Duration = Duration::from_millis(100);

/// What so many lines of the log are about may take that long because it is recorded.
const MANY_LINES: u64 = 100;

/// For how long what was read of the statistics serves: reading them costs more than most polls take.
const FRESH: Duration = Duration::from_micros(500);

/// How often a recording has been begun or finished being made: odd, while one is.
static MADE: AtomicU64 = AtomicU64::new(0);

/// How many threads wait for the recorder, or let it do what may have to wait.
static HELD_UP: AtomicU64 = AtomicU64::new(0);

/// The moment when a poll began.
#[derive(Clone, Copy)]
pub(crate) struct Watch {
    since: Instant,
    /// What was read at this moment or shortly before.
    read: Option<Reading>,
    excused: Duration,
    /// [`PANICS`] at this moment.
    panics: u64,
    /// [`MADE`] at this moment.
    made: u64,
    /// How many lines of the log there were at this moment.
    lines: u64,
}

/// How a poll held the thread for longer than a poll should.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Held {
    /// It did not.
    Not,
    /// It slept or waited.
    Blocked,
    /// It computed.
    Computed,
}

/// What the system said of a thread at a moment.
#[derive(Clone, Copy)]
struct Reading {
    at: Instant,
    /// How long it had run since it began.
    ran: Duration,
    /// How long it had been ready to run, and stood back.
    stood_back: Duration,
    /// How often it had gone to sleep since it began.
    sleeps: u64,
}

impl Reading {
    fn take(at: Instant) -> Option<Self> {
        let (ran, stood_back) = awake()?;
        Some(Self {
            at,
            ran,
            stood_back,
            sleeps: sleeps()?,
        })
    }

    /// Whether the thread has slept since, long enough to matter, if `passed` went by in the meantime.
    ///
    /// Part of what the thread did between the reading and the beginning of what took that time may be counted in: in
    /// doubt about how long it was awake, it did not sleep.
    fn slept_until(self, now: Self, passed: Duration) -> bool {
        let ran = now.ran.saturating_sub(self.ran);
        let awake = ran + now.stood_back.saturating_sub(self.stood_back);
        now.sleeps > self.sleeps && passed.saturating_sub(awake) >= SHORTEST + ran / SMALLEST_PART
    }
}

thread_local! {
    static RUNNING: Cell<Option<Watch>> = const { Cell::new(None) };
    /// How long this thread has waited for the recorder itself.
    static EXCUSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    /// How many panics this thread has seen.
    static PANICS: Cell<u64> = const { Cell::new(0) };
    static LATEST: Cell<Option<Reading>> = const { Cell::new(None) };
    static STATISTICS: OnceCell<Option<File>> = const { OnceCell::new() };
}

impl Watch {
    /// `lines`: how many lines of the log there are.
    pub(crate) fn start(lines: u64) -> Self {
        let excused = EXCUSED.get();
        let now = Instant::now();
        let latest = LATEST.try_with(Cell::get).ok().flatten();
        let read = match latest.filter(|l| now.duration_since(l.at) < FRESH) {
            Some(latest) => Some(latest),
            None => Reading::take(now),
        };
        let _ = LATEST.try_with(|l| l.set(read));
        // After a reading: on a busy machine the thread may have to stand back between the two. The other way round,
        // that wait would be in the clock and not in the statistics, and would look like a sleep.
        let since = match read.is_some_and(|read| read.at == now) {
            true => Instant::now(),
            false => now,
        };
        Self {
            since,
            read,
            excused,
            panics: PANICS.get(),
            made: MADE.load(Ordering::Relaxed),
            lines,
        }
    }

    /// Starts the watch of the poll that begins on this thread.
    pub(crate) fn start_on_this_thread(lines: u64) {
        RUNNING.set(Some(Self::start(lines)));
    }

    /// The watch of the poll that runs on this thread.
    pub(crate) fn of_this_thread() -> Self {
        RUNNING.get().unwrap_or_else(|| Self::start(0))
    }

    /// How long ago that was by the computer's clock, in nanoseconds, without what the recorder waited for.
    pub(crate) fn nanos(self) -> u64 {
        let excused = EXCUSED.get() - self.excused;
        let passed = self.since.elapsed().saturating_sub(excused);
        u64::try_from(passed.as_nanos()).unwrap_or(u64::MAX)
    }

    /// Whether the thread slept, waited or computed since, long enough to matter. Where the system does not say, it did not.
    ///
    /// `lines`: how many lines of the log there are now.
    pub(crate) fn held(self, lines: u64) -> Held {
        // A recording that was made meanwhile on another thread held up this one, in its log and in its memory.
        if !self.made.is_multiple_of(2) || self.made != MADE.load(Ordering::Relaxed) {
            return Held::Not;
        }
        // To unwind, much of the program is read that nobody has needed before: from the disk, that takes long.
        if self.panics != PANICS.get() {
            return Held::Not;
        }
        let excused = EXCUSED.get() - self.excused;
        let passed = self.since.elapsed().saturating_sub(excused);
        if passed < SHORTEST {
            return Held::Not;
        }
        // Of another runtime's log, which polls within this one, there may be fewer.
        let logged_little = || {
            let since = lines.checked_sub(self.lines);
            since.is_some_and(|lines| lines < MANY_LINES)
        };
        match self.read.zip(Reading::take(Instant::now())) {
            Some((then, now)) if then.slept_until(now, passed) => Held::Blocked,
            Some((then, now)) if now.ran.saturating_sub(then.ran) >= LONG && logged_little() => {
                Held::Computed
            }
            _ => Held::Not,
        }
    }
}

/// This thread panics. What it sleeps from now on to the end of the poll is not its own waiting.
pub(crate) fn panics() {
    let _ = PANICS.try_with(|panics| panics.set(panics.get() + 1));
}

/// Whether a thread of this process waits for the recorder: it goes on by itself.
pub(crate) fn holds_somebody_up() -> bool {
    HELD_UP.load(Ordering::SeqCst) > 0
}

/// Makes a recording, which holds up all threads that are recorded.
pub(crate) fn while_making<T>(make: impl FnOnce() -> T) -> T {
    struct Made;
    impl Drop for Made {
        fn drop(&mut self) {
            MADE.fetch_add(1, Ordering::Relaxed);
        }
    }
    MADE.fetch_add(1, Ordering::Relaxed);
    let _made = Made;
    make()
}

/// Waits for the recorder, or lets it do what may have to wait: nobody is to take that for the program's own waiting.
pub(crate) fn not_the_programs<T>(wait: impl FnOnce() -> T) -> T {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            HELD_UP.fetch_sub(1, Ordering::SeqCst);
        }
    }
    HELD_UP.fetch_add(1, Ordering::SeqCst);
    let over = Over;
    let since = Instant::now();
    let before = EXCUSED.try_with(Cell::get).unwrap_or_default();
    let out = wait();
    drop(over);
    // What was excused inside of `wait` is a part of this.
    let _ = EXCUSED.try_with(|excused| excused.set(before + since.elapsed()));
    out
}

/// How long this thread has run since it began, and how long it has been ready to run and stood back.
fn awake() -> Option<(Duration, Duration)> {
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
        let mut next = || Some(Duration::from_nanos(fields.next()?.parse().ok()?));
        Some((next()?, next()?))
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// How often this thread has given its processor away by itself since it began.
fn sleeps() -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: of plain numbers, all of them may be zero.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: the place is there, and of the type that the call fills.
        let done = unsafe { libc::getrusage(libc::RUSAGE_THREAD, &mut usage) };
        u64::try_from(usage.ru_nvcsw).ok().filter(|_| done == 0)
    }
    #[cfg(not(target_os = "linux"))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a thread slept that ran and stood back for so long, and went to sleep so often, while so long passed, all in
    /// milliseconds.
    fn slept(ran: u64, stood_back: u64, sleeps: u64, passed: u64) -> bool {
        let then = Reading {
            at: Instant::now(),
            ran: Duration::from_millis(100),
            stood_back: Duration::from_millis(50),
            sleeps: 7,
        };
        let now = Reading {
            ran: then.ran + Duration::from_millis(ran),
            stood_back: then.stood_back + Duration::from_millis(stood_back),
            sleeps: then.sleeps + sleeps,
            ..then
        };
        then.slept_until(now, Duration::from_millis(passed))
    }

    #[test]
    fn a_thread_sleeps_that_went_to_sleep_and_was_not_awake() {
        assert!(slept(1, 0, 1, 30), "slept for 29 ms of 30");
        assert!(slept(70, 0, 3, 100), "slept for 30 ms of 100");
        assert!(slept(5, 465, 1, 500), "slept for 30 ms on a busy machine");
        assert!(!slept(29, 0, 1, 30), "ran");
        assert!(!slept(1, 28, 1, 30), "stood back for others");
        assert!(!slept(1, 0, 1, 19), "slept, and not for long");
        assert!(
            !slept(975, 0, 1, 1000),
            "ran, but for a small part of the time"
        );
    }

    /// A virtual machine whose processor is taken away sees the time pass while none of its threads run. It happens for
    /// tens of milliseconds, and cannot be made to happen here.
    #[test]
    fn a_thread_whose_processor_is_taken_away_does_not_sleep() {
        assert!(!slept(1, 0, 0, 30));
    }
}
