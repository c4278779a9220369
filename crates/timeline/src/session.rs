//! One recording in the making: a runtime with the recorder's hooks, and the main futures that run on it.
//!
//! [`crate::record()`] is what tests and lessons use. A [`Session`] is for whoever starts the runtime in their own way,
//! such as a stand-in for `tokio::runtime::Builder`.

use std::{
    any::Any,
    collections::BTreeSet,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Poll, Waker},
    time::Duration,
};

#[cfg(tokio_unstable)]
use tokio::runtime::RngSeed;
use tokio::runtime::{Builder, Runtime};

use crate::{
    infer,
    log::Raw,
    main_future::MainWaker,
    model::{Clock, End, Outcome, Recording},
    panics,
    record::RecordError,
    stack::here,
    subscriber::{self, Shared},
    watch::while_making,
};

/// How a recording is made.
pub(crate) struct Config {
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    pub(crate) max_events: usize,
    pub(crate) lines: Option<subscriber::Lines>,
    pub(crate) live: Option<subscriber::Live>,
    /// How many worker threads the runtime has; `None`: it runs on the current thread.
    pub(crate) workers: Option<usize>,
    pub(crate) mind_all_threads: bool,
}

/// A recording in the making.
///
/// Lives on the thread that made it; [`Session::finish`] turns it into a [`Recording`].
pub struct Session {
    shared: Arc<Shared>,
    watch: Arc<StallWatch>,
    clock: Clock,
    seed: u64,
    workers: Option<usize>,
    outcome: Mutex<Outcome>,
}

/// How a main future ended that was run with [`Session::block_on`].
pub enum MainEnd<T> {
    /// It returned this.
    Completed(T),
    /// It panicked with this.
    Panicked(Box<dyn Any + Send>),
    /// Nothing could run any more.
    Stalled,
}

impl Session {
    /// Begins a recording on this thread.
    ///
    /// # Errors
    /// When the program was built without Tokio's instrumentation, or this thread is inside a runtime already.
    pub(crate) fn begin(config: Config) -> Result<Self, RecordError> {
        if !cfg!(tokio_unstable) {
            return Err(RecordError::NotInstrumented);
        }
        if tokio::runtime::Handle::try_current().is_ok() {
            return Err(RecordError::InsideRuntime);
        }
        panics::listen();
        Ok(Self {
            shared: Shared::new(config.clock, config.max_events, config.lines, config.live),
            watch: Arc::new(StallWatch::new(config.mind_all_threads)),
            clock: config.clock,
            seed: config.seed,
            workers: config.workers,
            outcome: Mutex::new(Outcome::Unfinished),
        })
    }

    /// A runtime with the recorder's hooks, on the recording's clock and threads; `configure` may change the rest.
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    pub fn runtime(&self, configure: impl FnOnce(&mut Builder)) -> std::io::Result<Runtime> {
        let mut builder = match self.workers {
            Some(_) => Builder::new_multi_thread(),
            None => Builder::new_current_thread(),
        };
        builder.enable_all();
        configure(&mut builder);
        match self.workers {
            Some(workers) => {
                builder.worker_threads(workers);
            }
            None if self.clock == Clock::Paused => {
                builder.start_paused(true);
            }
            None => {}
        }
        self.hook(&mut builder);
        let _inside = subscriber::enter(&self.shared);
        builder.build()
    }

    #[cfg(not(tokio_unstable))]
    fn hook(&self, _: &mut Builder) {
        unreachable!(
            "no session begins without the instrumentation, for which seed {} is meant",
            self.seed
        )
    }

    #[cfg(tokio_unstable)]
    fn hook(&self, builder: &mut Builder) {
        builder.rng_seed(RngSeed::from_bytes(&self.seed.to_le_bytes()));
        let shared = self.shared.clone();
        builder.on_before_task_poll(move |meta| shared.before_poll(number(meta.id()), here()));
        let shared = self.shared.clone();
        builder.on_after_task_poll(move |meta| shared.after_poll(number(meta.id())));
        // That one of several workers sleeps says nothing about the others.
        if self.workers.is_none() {
            let (shared, watch) = (self.shared.clone(), self.watch.clone());
            builder.on_thread_park(move || watch.parking(&shared));
            let watch = self.watch.clone();
            builder.on_thread_unpark(move || watch.unparked());
        }
        // The threads of the pool for blocking work take part as well.
        let shared = self.shared.clone();
        let watch = self.watch.clone();
        builder.on_thread_start(move || {
            watch.this_thread_is_harmless();
            std::mem::forget(subscriber::enter(&shared));
        });
    }

    /// Runs a future to its end on a runtime of [`Session::runtime`], as one of the recording's main futures.
    ///
    /// A panic of the future is caught and handed back. Where nothing can run any more, this returns at once instead
    /// of waiting for ever.
    pub fn block_on<F: Future>(&self, runtime: &Runtime, future: F) -> MainEnd<F::Output> {
        let _inside = subscriber::enter(&self.shared);
        let shared = self.shared.clone();
        let watch = self.watch.clone();
        let task = shared.main_spawned();
        let mut own_waker: Option<(Waker, Waker)> = None;
        let inside = shared.run_on_this_thread();
        watch.move_to_this_thread();
        let mut future = pin!(future);
        let ended = runtime.block_on(std::future::poll_fn(|cx| {
            shared.start();
            watch.main_polled(cx.waker());
            if watch.stalled() {
                return Poll::Ready(MainEnd::Stalled);
            }
            // The same waker as long as the runtime hands in the same: futures ask whether it changed.
            let waker = match &own_waker {
                Some((theirs, ours)) if theirs.will_wake(cx.waker()) => ours.clone(),
                _ => {
                    let ours = MainWaker::new(task, shared.clone(), cx.waker().clone());
                    own_waker = Some((cx.waker().clone(), ours.clone()));
                    ours
                }
            };
            let mut context = std::task::Context::from_waker(&waker);
            shared.main_polled(task, || {
                match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut context))) {
                    Ok(Poll::Pending) => Poll::Pending,
                    Ok(Poll::Ready(out)) => {
                        shared.main_ended(task, End::Completed);
                        Poll::Ready(MainEnd::Completed(out))
                    }
                    Err(panic) => {
                        shared.main_ended(task, End::Panicked);
                        Poll::Ready(MainEnd::Panicked(panic))
                    }
                }
            })
        }));
        // The runtime's waker holds the runtime, whose hooks hold the watch: a ring that would keep all of it for ever.
        *lock(&self.watch.main) = None;
        drop(inside);
        *lock(&self.outcome) = match &ended {
            MainEnd::Completed(_) => Outcome::Completed,
            MainEnd::Panicked(panic) => Outcome::Panicked {
                message: message(panic.as_ref()),
            },
            MainEnd::Stalled => self.shared.read(|log| {
                log.push(None, Raw::Stalled);
                // What is dropped from now on is no part of the program's story.
                log.closed = true;
                Outcome::Stalled(infer::stall(log))
            }),
        };
        ended
    }

    /// Makes this thread part of the recording until the guard is dropped: what it spawns is recorded.
    /// Inside [`Session::block_on`], it is part of it anyway.
    pub fn enter(&self) -> impl Drop + use<> {
        subscriber::enter(&self.shared)
    }

    /// Makes what all other threads of the process do to this recording's tasks and locks part of it, for as long as the
    /// process lives: a thread that wakes a task shows. `false`: somebody listens to all threads already.
    pub fn listen_everywhere(&self) -> bool {
        subscriber::listen_everywhere(&self.shared)
    }

    /// Ends the recording. Tasks that are left are dropped with the runtime: drop it before, to have that recorded.
    pub fn finish(self) -> Recording {
        self.recording()
    }

    /// The recording as it stands now.
    pub fn recording(&self) -> Recording {
        let outcome = lock(&self.outcome).clone();
        // On the program's own thread, nothing of the program runs meanwhile.
        let at_home = self.shared.at_home();
        self.shared.read(|log| match at_home {
            true => infer::recording(log, outcome),
            false => while_making(|| infer::recording(log, outcome)),
        })
    }

    /// Drops a runtime of this recording, with the tasks that are left on it. As at the end of `#[tokio::main]`,
    /// closures that run on the pool for blocking work are waited for.
    pub fn shut_down(&self, runtime: Runtime) {
        let _inside = subscriber::enter(&self.shared);
        drop(runtime);
    }

    /// As [`Session::shut_down`], but waits no longer than this.
    pub fn shut_down_within(&self, runtime: Runtime, patience: Duration) {
        let _inside = subscriber::enter(&self.shared);
        runtime.shutdown_timeout(patience);
    }
}

/// Tokio's number of a task. Its type shows it only as text, which takes long to print and to read; but it can be
/// hashed, and what it gives to the hasher is the number.
#[cfg(tokio_unstable)]
fn number(id: tokio::task::Id) -> u64 {
    use std::hash::{Hash, Hasher};

    #[derive(Default)]
    struct Taken(Option<u64>);

    impl Hasher for Taken {
        fn write(&mut self, _: &[u8]) {}

        fn write_u64(&mut self, number: u64) {
            self.0 = Some(number);
        }

        fn finish(&self) -> u64 {
            0
        }
    }

    let mut taken = Taken::default();
    id.hash(&mut taken);
    taken
        .0
        .unwrap_or_else(|| id.to_string().parse().unwrap_or(0))
}

/// What a panic said, where it was text.
pub(crate) fn message(panic: &(dyn Any + Send)) -> Option<String> {
    panic
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
}

/// Notices that a program can never go on.
///
/// The runtime is about to sleep. If no timer is set, no closure is on the pool for blocking work and nobody waits for
/// a socket or a signal, then only another thread could still wake a task. So nobody is accused as long as there is a
/// thread that does not belong to the runtime, unless that thread sleeps for ever itself.
struct StallWatch {
    main: Mutex<Option<Waker>>,
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
    /// The thread that the runtime runs on.
    home: AtomicU64,
}

impl StallWatch {
    /// How often a sleeping runtime is looked at while other threads are about.
    const LOOK: Duration = Duration::from_millis(50);

    /// After how many looks in vain the thread that looks goes home.
    const LOOKS: u32 = 20;

    /// Where the system does not say which threads there are: how long a sleep counts as a stall.
    const PATIENCE: Duration = Duration::from_secs(5);

    fn new(mind_all_threads: bool) -> Self {
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
            harmless: Mutex::new(there.unwrap_or_default()),
            home: AtomicU64::new(0),
        }
    }

    fn stalled(&self) -> bool {
        self.stalled.load(Ordering::SeqCst)
    }

    /// The runtime runs on this thread from now on.
    fn move_to_this_thread(&self) {
        self.home
            .store(threads::this().unwrap_or(0), Ordering::SeqCst);
    }

    fn main_polled(&self, waker: &Waker) {
        let mut main = lock(&self.main);
        if !main.as_ref().is_some_and(|w| w.will_wake(waker)) {
            *main = Some(waker.clone());
        }
    }

    fn this_thread_is_harmless(&self) {
        if let Some(id) = threads::this() {
            lock(&self.harmless).insert(id);
        }
    }

    fn unparked(&self) {
        self.turn.fetch_add(1, Ordering::SeqCst);
        if self.asleep.swap(false, Ordering::SeqCst) {
            threads::wakes_up(self.home.load(Ordering::SeqCst));
        }
    }

    fn parking(self: &Arc<Self>, shared: &Shared) {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst) + 1;
        if shared
            .read(|log| log.timer_pending() || log.blocking > 0 || infer::waits_for_outside(log))
        {
            return;
        }
        let overdue = shared.read(|log| log.timer_overdue());
        if !overdue && self.others().is_some_and(|others| others.is_empty()) {
            self.stall();
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
                Some(others) => threads::sleep_for_ever(&others),
                None => since.1.elapsed() >= Self::PATIENCE,
            };
            // The others may have woken the runtime just before they fell asleep themselves.
            if for_ever && watch.turn.load(Ordering::SeqCst) == suspect {
                watch.stall();
                *lock(&watch.looking) = false;
                return;
            }
        }
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

    fn stall(&self) {
        self.stalled.store(true, Ordering::SeqCst);
        let main = lock(&self.main).clone();
        if let Some(main) = main {
            main.wake();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Which threads the process has and what they do, where the system says so.
mod threads {
    use std::{collections::BTreeSet, sync::Mutex};

    use super::lock;

    /// The threads that wake nobody, of all recordings of this process: those that look at sleeping runtimes, and those
    /// of runtimes that sleep for want of anything to do.
    static IDLE: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

    /// The runtime of this thread has nothing to do.
    pub(super) fn falls_asleep(id: u64) {
        lock(&IDLE).insert(id);
    }

    /// It has something to do again.
    pub(super) fn wakes_up(id: u64) {
        lock(&IDLE).remove(&id);
    }

    /// Takes the threads that wake nobody out of these.
    pub(super) fn exclude_idle(threads: &mut BTreeSet<u64>) {
        let idle = lock(&IDLE);
        threads.retain(|id| !idle.contains(id));
    }

    /// This thread only looks on, and wakes nobody's tasks, for as long as this lives.
    pub(super) struct LooksOn(Option<u64>);

    impl LooksOn {
        pub(super) fn new() -> Self {
            let id = this();
            lock(&IDLE).extend(id);
            Self(id)
        }
    }

    impl Drop for LooksOn {
        fn drop(&mut self) {
            if let Some(id) = self.0 {
                wakes_up(id);
            }
        }
    }

    /// All of them; `None`: the system does not say.
    pub(super) fn all() -> Option<BTreeSet<u64>> {
        #[cfg(target_os = "linux")]
        return Some(
            std::fs::read_dir("/proc/self/task")
                .ok()?
                .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
                .collect(),
        );
        #[cfg(not(target_os = "linux"))]
        None
    }

    /// The one that asks.
    pub(super) fn this() -> Option<u64> {
        #[cfg(target_os = "linux")]
        return std::fs::read_link("/proc/thread-self")
            .ok()?
            .file_name()?
            .to_str()?
            .parse()
            .ok();
        #[cfg(not(target_os = "linux"))]
        None
    }

    /// Whether all of these sleep until another thread of the process wakes them: in a lock, a `join`, a `recv`.
    ///
    /// They are looked at twice. One that did not run in between slept all that time, and so there was a moment in
    /// which all of them slept: after that, none can wake another.
    pub(super) fn sleep_for_ever(threads: &BTreeSet<u64>) -> bool {
        let look = || -> Option<Vec<Asleep>> { threads.iter().map(|id| asleep(*id)).collect() };
        look().is_some_and(|first| look() == Some(first))
    }

    /// How often a sleeping thread was put to sleep so far, and where it sleeps.
    type Asleep = (String, String);

    /// `None`: it runs, or something else than a thread of this process may end its sleep; or the system does not say.
    #[cfg(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    fn asleep(id: u64) -> Option<Asleep> {
        const FUTEX: &str = if cfg!(target_arch = "x86_64") {
            "202"
        } else {
            "98"
        };
        /// `FUTEX_WAIT` and `FUTEX_WAIT_BITSET`, without the flags for private memory and for the clock.
        const WAITS: [u64; 2] = [0, 9];
        const FLAGS: u64 = 128 | 256;
        let call = std::fs::read_to_string(format!("/proc/self/task/{id}/syscall")).ok()?;
        let mut words = call.split_ascii_whitespace();
        if words.next()? != FUTEX {
            return None;
        }
        let mut argument = || u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok();
        let (_address, operation, _value, timeout) =
            (argument()?, argument()?, argument()?, argument()?);
        if !WAITS.contains(&(operation & !FLAGS)) || timeout != 0 {
            return None;
        }
        let status = std::fs::read_to_string(format!("/proc/self/task/{id}/status")).ok()?;
        let switches = status.lines().filter(|line| line.contains("ctxt_switches"));
        Some((switches.collect(), call))
    }

    #[cfg(not(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )))]
    fn asleep(_: u64) -> Option<Asleep> {
        None
    }
}

#[cfg(all(test, tokio_unstable))]
mod tests {
    use super::*;

    #[test]
    fn a_full_recording_takes_no_more_memory() {
        let sizes = |rounds: u32| {
            let session = crate::Recorder::new()
                .max_events(500)
                .begin()
                .expect("the tests are built with the instrumentation");
            let runtime = session.runtime(|_| {}).expect("a runtime needs little");
            session.block_on(&runtime, async {
                let lock = Arc::new(tokio::sync::Mutex::new(()));
                let (tx, mut rx) = tokio::sync::mpsc::channel(1);
                for _ in 0..rounds {
                    let (lock, tx) = (lock.clone(), tx.clone());
                    let task = tokio::spawn(async move {
                        let _guard = lock.lock().await;
                        crate::label("nap", tokio::time::sleep(Duration::from_millis(1))).await;
                        tx.send(()).await.expect("the receiver is there");
                    });
                    rx.recv().await.expect("a sender is there");
                    task.await.expect("no task panics");
                }
            });
            session.shut_down(runtime);
            session.shared.read(|log| {
                assert!(log.omitted > 0);
                let lists = [log.tasks.len(), log.resources.len(), log.operations.len()];
                (
                    lists,
                    log.labels.len(),
                    log.by_tokio_id.len(),
                    log.armed.len(),
                )
            })
        };
        assert_eq!(sizes(100), sizes(1000));
    }

    #[test]
    fn the_number_of_a_task_is_the_one_that_tokio_prints() {
        let runtime = Builder::new_current_thread()
            .build()
            .expect("a runtime without drivers needs nothing");
        let task = runtime.spawn(async {});
        assert_eq!(number(task.id()).to_string(), task.id().to_string());
    }
}
