//! Notices that nothing can go on any more on a runtime that sleeps, or nothing before the clock does.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::Waker,
    time::Duration,
};

use super::{
    lock,
    threads::{self, Also},
};
use crate::{infer, model::Clock, subscriber::Shared, watch::holds_somebody_up};

/// Notices that a program can never go on.
///
/// The runtime is about to sleep. If no timer is set, no closure is on the pool for blocking work and nobody waits for
/// a socket or a signal, then only another thread could still wake a task. So nobody is accused as long as there is a
/// thread that does not belong to the runtime, unless that thread sleeps for ever itself.
pub(super) struct StallWatch {
    pub(super) main: Mutex<Option<Waker>>,
    stalled: AtomicBool,
    /// Counts parks and wake-ups, to tell whether the runtime has slept since a look.
    turn: AtomicU64,
    /// The turn in which the runtime went to sleep with nothing to wait for; 0: it did not yet.
    suspect: AtomicU64,
    /// Whether the runtime's thread counts as one that sleeps for want of anything to do.
    asleep: AtomicBool,
    /// Whether a thread is about that looks at the others from time to time.
    looking: Mutex<bool>,
    /// The threads that cannot wake anybody: the runtime's own, and those that the recording was told not to mind.
    harmless: Mutex<BTreeSet<u64>>,
    /// The threads that were there before, if the recording was told not to mind them.
    pub(super) there: BTreeSet<u64>,
    /// The thread that the runtime runs on.
    pub(super) home: AtomicU64,
    /// Nobody listened for some time: only the system knows what the runtime sleeps for.
    missed: AtomicBool,
    /// A runtime on one thread sleeps.
    pub(super) parked: AtomicBool,
    /// It sleeps on a paused clock that stands still as long as closures run on the pool for blocking work.
    held: AtomicBool,
    /// Whether a thread is about that looks at those closures.
    looking_at_closures: Mutex<bool>,
    /// The closures wait for something that comes after the next timer: the clock has to go on.
    due: AtomicBool,
    /// How far the program had come when the runtime was to look once more whether it has nothing to do.
    looked: AtomicU64,
    /// The main future is woken for nothing but that.
    looks_again: AtomicBool,
}

impl StallWatch {
    /// How often a sleeping runtime is looked at while other threads are about.
    const LOOK: Duration = Duration::from_millis(50);

    /// After how many looks in vain the thread that looks goes home.
    const LOOKS: u32 = 20;

    /// How often closures are looked at that hold the clock: as long does the program stand still for each timer.
    const LOOK_AT_CLOSURES: Duration = Duration::from_millis(2);

    /// Where the system does not say which threads there are: how long a sleep counts as a stall.
    const PATIENCE: Duration = Duration::from_secs(5);

    pub(super) fn new(mind_all_threads: bool) -> Self {
        let there = if mind_all_threads {
            None
        } else {
            threads::all()
        };
        Self {
            main: Mutex::new(None),
            stalled: AtomicBool::new(false),
            turn: AtomicU64::new(0),
            suspect: AtomicU64::new(0),
            asleep: AtomicBool::new(false),
            looking: Mutex::new(false),
            there: there.clone().unwrap_or_default(),
            harmless: Mutex::new(there.unwrap_or_default()),
            home: AtomicU64::new(0),
            missed: AtomicBool::new(false),
            parked: AtomicBool::new(false),
            held: AtomicBool::new(false),
            looking_at_closures: Mutex::new(false),
            due: AtomicBool::new(false),
            looked: AtomicU64::new(u64::MAX),
            looks_again: AtomicBool::new(false),
        }
    }

    pub(super) fn stalled(&self) -> bool {
        self.stalled.load(Ordering::SeqCst)
    }

    /// The runtime runs on this thread from now on.
    pub(super) fn move_to_this_thread(&self) {
        self.home
            .store(threads::this().unwrap_or(0), Ordering::SeqCst);
    }

    pub(super) fn main_polled(&self, waker: &Waker) {
        let mut main = lock(&self.main);
        if !main.as_ref().is_some_and(|w| w.will_wake(waker)) {
            *main = Some(waker.clone());
        }
    }

    pub(super) fn this_thread_is_harmless(&self) {
        if let Some(id) = threads::this() {
            lock(&self.harmless).insert(id);
        }
    }

    pub(super) fn unparked(&self) {
        self.turn.fetch_add(1, Ordering::SeqCst);
        self.held.store(false, Ordering::SeqCst);
        self.parked.store(false, Ordering::SeqCst);
        if self.asleep.swap(false, Ordering::SeqCst) {
            threads::wakes_up(self.home.load(Ordering::SeqCst));
        }
    }

    pub(super) fn parking(self: &Arc<Self>, shared: &Arc<Shared>) {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst) + 1;
        self.parked.store(true, Ordering::SeqCst);
        let paused = shared.clock() == Clock::Paused;
        let (held, looked) = shared.read(|log| {
            let timer = log.timer_pending();
            let held = paused && timer && log.blocking > 0 && !infer::waits_for_outside(log);
            let goes_on = timer || log.blocking > 0 || infer::waits_for_outside(log);
            (held, (!goes_on).then(|| (log.timer_overdue(), log.missed)))
        });
        if held {
            self.held.store(true, Ordering::SeqCst);
            self.look_at_closures(shared);
            return;
        }
        let Some((overdue, missed)) = looked else {
            return;
        };
        self.missed.store(missed, Ordering::SeqCst);
        let alone = || self.others().is_some_and(|others| others.is_empty());
        // A thread of the pool may just have woken a task: whoever looks on sees whether this thread goes to sleep at all.
        let no_pool = || self.pool().is_some_and(|pool| pool.is_empty());
        if !overdue && !missed && alone() && no_pool() {
            // The runtime decided to sleep before it was alone: a thread may have woken a task, or aborted one, and
            // have come to its end since.
            let seen = shared.read(|log| log.seen());
            if self.looked.swap(seen, Ordering::SeqCst) == seen {
                self.stall();
            } else {
                self.looks_again.store(true, Ordering::SeqCst);
                self.wake_main();
            }
            return;
        }
        self.suspect.store(turn, Ordering::SeqCst);
        self.asleep.store(true, Ordering::SeqCst);
        threads::falls_asleep(self.home.load(Ordering::SeqCst));
        let mut looking = lock(&self.looking);
        if !*looking {
            let watch = Arc::downgrade(self);
            // Without a thread to look, the program waits for ever, as it would without a recorder.
            *looking = std::thread::Builder::new()
                .name("timeline-watch".into())
                .spawn(move || Self::look(&watch))
                .is_ok();
        }
    }

    /// Looks at a runtime that sleeps while other threads are about, until it stalls or has been awake for a while.
    fn look(watch: &Weak<Self>) {
        let _looks_on = threads::LooksOn::new();
        let mut in_vain = 0;
        let mut since = (0, std::time::Instant::now());
        loop {
            std::thread::sleep(Self::LOOK);
            let Some(watch) = watch.upgrade() else { return };
            let suspect = watch.suspect.load(Ordering::SeqCst);
            if watch.turn.load(Ordering::SeqCst) != suspect {
                in_vain += 1;
                let mut looking = lock(&watch.looking);
                if in_vain >= Self::LOOKS && watch.suspect.load(Ordering::SeqCst) == suspect {
                    *looking = false;
                    return;
                }
                continue;
            }
            in_vain = 0;
            if since.0 != suspect {
                since = (suspect, std::time::Instant::now());
            }
            let for_ever = match watch.others() {
                Some(_) if watch.missed.load(Ordering::SeqCst) => watch.all_sleep_for_ever(),
                Some(others) => threads::sleep_for_ever(&others),
                None => since.1.elapsed() >= Self::PATIENCE,
            };
            // The others may have woken the runtime just before they fell asleep themselves.
            let rests = || watch.pool_and_home_rest();
            if for_ever && rests() && watch.turn.load(Ordering::SeqCst) == suspect {
                let mut looking = lock(&watch.looking);
                watch.stall();
                *looking = false;
                return;
            }
        }
    }

    /// Looks at the closures on the pool for blocking work, on a thread of its own, as long as they hold the clock.
    ///
    /// Tokio does not move a paused clock while one of them runs. Where all of them wait for a task that waits for the
    /// clock, nothing would ever go on; on a clock that is not paused, the next timer would fire.
    fn look_at_closures(self: &Arc<Self>, shared: &Arc<Shared>) {
        let mut looking = lock(&self.looking_at_closures);
        if *looking {
            return;
        }
        let (watch, shared) = (Arc::downgrade(self), Arc::downgrade(shared));
        let look = move || {
            let _looks_on = threads::LooksOn::new();
            let mut in_vain = 0;
            loop {
                std::thread::sleep(Self::LOOK_AT_CLOSURES);
                let Some(watch) = watch.upgrade() else {
                    return;
                };
                let mut looking = lock(&watch.looking_at_closures);
                let Some(shared) = shared.upgrade() else {
                    return;
                };
                in_vain += 1;
                if watch.held.load(Ordering::SeqCst) {
                    in_vain = 0;
                    if threads::lasts(|| watch.waits_for_the_clock(&shared)) {
                        watch.held.store(false, Ordering::SeqCst);
                        watch.due.store(true, Ordering::SeqCst);
                        watch.wake_main();
                    }
                }
                drop(shared);
                if in_vain >= Self::LOOKS && !watch.held.load(Ordering::SeqCst) {
                    *looking = false;
                    return;
                }
            }
        };
        *looking = std::thread::Builder::new()
            .name("timeline-closures".into())
            .spawn(look)
            .is_ok();
    }

    /// Whether the runtime sleeps, and all closures and other threads do, each until another thread wakes it: how far the
    /// program has come, and how and where they sleep. The same twice: it was so all the time in between.
    fn waits_for_the_clock(&self, shared: &Shared) -> Option<(u64, Vec<threads::Asleep>)> {
        let (events, closures) = shared.read(|log| (log.seen(), log.blocking));
        if closures == 0 || !self.held.load(Ordering::SeqCst) || holds_somebody_up() {
            return None;
        }
        let mut asleep = threads::look(&self.pool()?, Also::Times)?;
        // A thread of the pool that has no closure sleeps for a time: those that sleep for ever have one each.
        if asleep.iter().filter(|thread| thread.for_ever).count() < closures {
            return None;
        }
        asleep.extend(threads::look(&self.others()?, Also::Nothing)?);
        // Who is woken may have to wait for a processor.
        asleep.extend(threads::look(&self.home_thread(), Also::Times)?);
        Some((events, asleep))
    }

    fn home_thread(&self) -> BTreeSet<u64> {
        BTreeSet::from([self.home.load(Ordering::SeqCst)])
    }

    /// The threads of the pool for blocking work; `None` where the system does not say which threads there are.
    fn pool(&self) -> Option<BTreeSet<u64>> {
        let mut pool = threads::all()?;
        let harmless = lock(&self.harmless);
        pool.retain(|id| harmless.contains(id) && !self.there.contains(id));
        drop(harmless);
        threads::exclude_idle(&mut pool);
        Some(pool)
    }

    /// Whether the pool for blocking work has nothing to do, and the runtime's own thread sleeps. A closure is over for the
    /// log a little before its thread wakes who waits for its end, and who is woken may have to wait for a processor.
    fn pool_and_home_rest(&self) -> bool {
        let Some(pool) = self.pool() else {
            return true;
        };
        threads::lasts(|| {
            let pool = threads::look(&pool, Also::Times)?;
            Some((pool, threads::look(&self.home_thread(), Also::Sockets)?))
        })
    }

    /// Whether the clock has to go on to the next timer now.
    pub(super) fn clock_is_due(&self) -> bool {
        self.due.swap(false, Ordering::SeqCst)
    }

    /// Does this while none of the threads that look on holds anything of the recording.
    pub(super) fn unobserved(&self, then: impl FnOnce()) {
        let _looking = (lock(&self.looking), lock(&self.looking_at_closures));
        then();
    }

    /// Whether the main future was woken so that the runtime does not sleep, but looks whether it has anything to do.
    pub(super) fn only_looks_again(&self) -> bool {
        self.looks_again.swap(false, Ordering::SeqCst)
    }

    /// The threads that could wake a task; `None` where the system does not say.
    fn others(&self) -> Option<BTreeSet<u64>> {
        let mut others = threads::all()?;
        others.remove(&self.home.load(Ordering::SeqCst));
        let harmless = lock(&self.harmless);
        others.retain(|id| !harmless.contains(id));
        drop(harmless);
        // Other recordings of this process may be in the same state: the two would wait for one another.
        threads::exclude_idle(&mut others);
        Some(others)
    }

    /// Whether all threads sleep, the runtime's own among them, and none of them for a time.
    fn all_sleep_for_ever(&self) -> bool {
        threads::lasts(|| {
            let mut all = threads::all()?;
            all.retain(|id| !self.there.contains(id));
            threads::exclude_idle(&mut all);
            all.insert(self.home.load(Ordering::SeqCst));
            threads::look(&all, Also::Sockets)
        })
    }

    pub(super) fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
        self.wake_main();
    }

    fn wake_main(&self) {
        let main = lock(&self.main).clone();
        if let Some(main) = main {
            main.wake();
        }
    }
}
