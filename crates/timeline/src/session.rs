//! One recording in the making: a runtime with the recorder's hooks, and the main futures that run on it.
//!
//! [`crate::record`] is what tests and lessons use. A [`Session`] is for whoever starts the runtime in their own way,
//! such as a stand-in for `tokio::runtime::Builder`.

use std::{
    any::Any,
    collections::BTreeSet,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc, Mutex,
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
    record::RecordError,
    subscriber::{self, Shared, here},
};

/// How a recording is made.
pub(crate) struct Config {
    pub(crate) clock: Clock,
    pub(crate) seed: u64,
    pub(crate) max_events: usize,
    pub(crate) lines: Option<subscriber::Lines>,
    pub(crate) live: Option<subscriber::Live>,
}

/// A recording in the making.
///
/// Lives on the thread that made it; [`Session::finish`] turns it into a [`Recording`].
pub struct Session {
    shared: Arc<Shared>,
    watch: Arc<StallWatch>,
    clock: Clock,
    seed: u64,
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
        Ok(Self {
            shared: Shared::new(config.clock, config.max_events, config.lines, config.live),
            watch: Arc::new(StallWatch::new()),
            clock: config.clock,
            seed: config.seed,
            outcome: Mutex::new(Outcome::Unfinished),
        })
    }

    /// A current-thread runtime with the recorder's hooks, on the recording's clock; `configure` may change the rest.
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    pub fn runtime(&self, configure: impl FnOnce(&mut Builder)) -> std::io::Result<Runtime> {
        let mut builder = Builder::new_current_thread();
        builder.enable_all();
        configure(&mut builder);
        if self.clock == Clock::Paused {
            builder.start_paused(true);
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
        let (shared, watch) = (self.shared.clone(), self.watch.clone());
        builder.on_thread_park(move || watch.parking(&shared));
        let watch = self.watch.clone();
        builder.on_thread_unpark(move || watch.unparked());
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
        shared.move_to_this_thread();
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

    /// Ends the recording. Tasks that are left are dropped with the runtime: drop it before, to have that recorded.
    pub fn finish(self) -> Recording {
        self.recording()
    }

    /// The recording as it stands now.
    pub fn recording(&self) -> Recording {
        let outcome = lock(&self.outcome).clone();
        self.shared.read(|log| infer::recording(log, outcome))
    }

    /// Drops a runtime of this recording, with the tasks that are left on it.
    pub fn shut_down(&self, runtime: Runtime) {
        let _inside = subscriber::enter(&self.shared);
        // A closure that blocks for ever must not keep us: its thread ends with the process.
        runtime.shutdown_timeout(Duration::ZERO);
    }
}

/// Tokio's number of a task. Its type shows it only as text.
#[cfg(tokio_unstable)]
fn number(id: tokio::task::Id) -> u64 {
    id.to_string().parse().unwrap_or(0)
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
/// thread that came up after the recording began and does not belong to the runtime.
struct StallWatch {
    main: Mutex<Option<Waker>>,
    stalled: AtomicBool,
    /// Counts parks and wake-ups, to tell whether the runtime has slept since a look.
    turn: AtomicU64,
    /// The threads that cannot wake anybody: there before the recording began, or the runtime's own.
    harmless: Mutex<BTreeSet<u64>>,
}

impl StallWatch {
    /// How often a sleeping runtime is looked at while other threads are about.
    const LOOK: Duration = Duration::from_millis(50);

    /// Where the system does not say which threads there are: how long a sleep counts as a stall.
    const PATIENCE: Duration = Duration::from_secs(5);

    fn new() -> Self {
        Self {
            main: Mutex::new(None),
            stalled: AtomicBool::new(false),
            turn: AtomicU64::new(0),
            harmless: Mutex::new(threads::all().unwrap_or_default()),
        }
    }

    fn stalled(&self) -> bool {
        self.stalled.load(Ordering::SeqCst)
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
    }

    fn parking(self: &Arc<Self>, shared: &Shared) {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst) + 1;
        if shared
            .read(|log| log.timer_pending() || log.blocking > 0 || infer::waits_for_outside(log))
        {
            return;
        }
        if self.alone() == Some(true) {
            self.stall();
            return;
        }
        let watch = Arc::downgrade(self);
        let look = move || {
            let began = std::time::Instant::now();
            loop {
                std::thread::sleep(Self::LOOK);
                let Some(watch) = watch.upgrade() else { return };
                watch.this_thread_is_harmless();
                if watch.turn.load(Ordering::SeqCst) != turn {
                    return;
                }
                if watch.alone().unwrap_or(began.elapsed() >= Self::PATIENCE) {
                    return watch.stall();
                }
            }
        };
        // Without a thread to look, the program waits for ever, as it would without a recorder.
        let _ = std::thread::Builder::new()
            .name("timeline-watch".into())
            .spawn(look);
    }

    /// Whether no thread is left that could wake a task; `None` where the system does not say.
    fn alone(&self) -> Option<bool> {
        let now = threads::all()?;
        Some(now.is_subset(&lock(&self.harmless)))
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

/// Which threads the process has, where the system says so.
mod threads {
    use std::collections::BTreeSet;

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
}
