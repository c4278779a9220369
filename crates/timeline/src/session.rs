//! One recording in the making: a runtime with the recorder's hooks, and the main futures that run on it.
//!
//! [`crate::record()`] is what tests and lessons use. A [`Session`] is for whoever starts the runtime in their own way,
//! such as a stand-in for `tokio::runtime::Builder`.

use std::{
    any::Any,
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    task::{Poll, Waker},
    time::Duration,
};

#[cfg(tokio_unstable)]
use tokio::runtime::RngSeed;
use tokio::runtime::{Builder, Runtime};

use crate::{
    infer,
    log::{Log, Raw},
    main_future::MainWaker,
    model::{Clock, End, Outcome, Recording, TaskId, TaskKind},
    panics,
    record::RecordError,
    stack::here,
    subscriber::{self, Shared},
    watch::while_making,
};

mod frozen;
mod stalls;
mod threads;

pub(crate) use self::frozen::tell as tell_frozen;
use self::{frozen::Frozen, stalls::StallWatch};

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
    pub(crate) real_time: bool,
    pub(crate) on_frozen: Tell,
}

/// Is told what is recorded of a program that can never go on, because its threads wait for one another.
pub(crate) type Tell = Arc<dyn Fn(&Recording) + Send + Sync>;

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
    on_frozen: Tell,
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
        // One with threads of its own runs tasks without `block_on`.
        if config.workers.is_none() && is_inside_runtime() {
            return Err(RecordError::InsideRuntime);
        }
        panics::listen();
        Ok(Self {
            shared: Shared::new(
                config.clock,
                config.max_events,
                config.lines,
                config.live,
                config.real_time,
            ),
            watch: Arc::new(StallWatch::new(config.mind_all_threads)),
            clock: config.clock,
            seed: config.seed,
            workers: config.workers,
            outcome: Mutex::new(Outcome::Unfinished),
            on_frozen: config.on_frozen,
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
        if self.shared.read(|log| log.tasks.is_empty()) {
            count_tasks_anew();
        }
        let _inside = subscriber::enter(&self.shared);
        let shared = self.shared.clone();
        let watch = self.watch.clone();
        let task = shared.main_spawned();
        let mut own_waker: Option<(Waker, Waker)> = None;
        let woken = Arc::new(AtomicBool::new(false));
        let inside = shared.run_on_this_thread();
        watch.move_to_this_thread();
        let frozen = self.frozen();
        let mut future = pin!(future);
        let ended = runtime.block_on(std::future::poll_fn(|cx| {
            shared.start();
            watch.main_polled(cx.waker());
            if watch.stalled() {
                return Poll::Ready(MainEnd::Stalled);
            }
            let due = watch.clock_is_due();
            if due {
                shared.advance_to_the_next_timer();
            }
            if (watch.only_looks_again() || due) && !woken.load(Ordering::SeqCst) {
                return Poll::Pending;
            }
            woken.store(false, Ordering::SeqCst);
            // The same waker as long as the runtime hands in the same: futures ask whether it changed.
            let waker = match &own_waker {
                Some((theirs, ours)) if theirs.will_wake(cx.waker()) => ours.clone(),
                _ => {
                    let ours =
                        MainWaker::new(task, shared.clone(), woken.clone(), cx.waker().clone());
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
        self.watch.unobserved(|| *lock(&self.watch.main) = None);
        drop(inside);
        drop(frozen);
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

    /// As long as this lives, somebody looks whether this thread and all others wait for one another.
    fn frozen(&self) -> impl Drop + use<> {
        let tell = self.on_frozen.clone();
        Frozen::watch(&self.shared, &self.watch, self.workers.is_some(), tell)
    }

    /// Until the guard is dropped, this thread only looks on, and wakes nobody: a program that waits for ever is said to
    /// do so although this thread runs.
    pub fn only_look_on(&self) -> impl Drop + use<> {
        threads::LooksOn::new()
    }

    /// Ends the recording. Tasks that are left are dropped with the runtime: drop it before, to have that recorded.
    pub fn finish(self) -> Recording {
        let recording = self.making(infer::last_recording);
        let watch = self.watch.clone();
        watch.unobserved(|| drop(self));
        recording
    }

    /// The recording as it stands now.
    pub fn recording(&self) -> Recording {
        let mut recording = self.making(|log, outcome| infer::recording(log, outcome));
        if recording.outcome == Outcome::Unfinished {
            recording.taken_during = self.taker(&recording);
        }
        recording
    }

    /// The task that runs on this thread. A thread that ends with its process no longer knows that by itself.
    fn taker(&self, recording: &Recording) -> Option<TaskId> {
        let known = self.shared.task_of_this_thread().map(infer::id);
        let at_home = || {
            let running = recording.running_after(u32::MAX).into_iter();
            let mut running = running.filter(|t| t.kind != TaskKind::Blocking);
            let here = self.shared.at_home();
            here.then(|| running.next_back())?.map(|task| task.id)
        };
        known.or_else(at_home)
    }

    fn making(&self, make: impl FnOnce(&mut Log, Outcome) -> Recording) -> Recording {
        let outcome = lock(&self.outcome).clone();
        // On the program's own thread, nothing of the program runs meanwhile.
        let at_home = self.shared.at_home();
        self.shared.read(|log| match at_home {
            true => make(log, outcome),
            false => while_making(|| make(log, outcome)),
        })
    }

    /// Drops a runtime of this recording, with the tasks that are left on it. As at the end of `#[tokio::main]`,
    /// closures that run on the pool for blocking work are waited for.
    pub fn shut_down(&self, runtime: Runtime) {
        let _inside = subscriber::enter(&self.shared);
        self.watch.move_to_this_thread();
        let _frozen = self.frozen();
        drop(runtime);
    }

    /// As [`Session::shut_down`], but waits no longer than this.
    pub fn shut_down_within(&self, runtime: Runtime, patience: Duration) {
        let _inside = subscriber::enter(&self.shared);
        runtime.shutdown_timeout(patience);
    }
}

/// Whether this thread is inside a runtime, where it cannot run another one.
pub(crate) fn is_inside_runtime() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Lets Tokio number tasks as at the beginning of a process, as far as that matters: a runtime that is dropped drops the
/// tasks that are left from four lists, and the number of a task says in which one it is. The first recording begins where
/// the process does: there, a task has the number that it has without a recorder.
fn count_tasks_anew() {
    static FIRST: AtomicBool = AtomicBool::new(true);
    if FIRST.swap(false, Ordering::SeqCst) {
        return;
    }
    #[cfg(tokio_unstable)]
    tracing_core::dispatcher::with_default(&tracing_core::Dispatch::none(), || {
        const LISTS: u64 = 4;
        if let Ok(runtime) = Builder::new_current_thread().build() {
            while !number(runtime.spawn(async {}).id()).is_multiple_of(LISTS) {}
        }
    });
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
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
    fn a_program_that_waits_for_the_recorder_is_not_accused() {
        let accused = Arc::new(AtomicBool::new(false));
        let tell = accused.clone();
        let session = crate::Recorder::new()
            .on_frozen(move |_| tell.store(true, Ordering::SeqCst))
            .begin()
            .expect("the tests are built with the instrumentation");
        let runtime = session.runtime(|_| {}).expect("a runtime needs little");
        let made = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let _looks_on = session.only_look_on();
                session.making(|log, outcome| {
                    // Long enough to be looked at several times.
                    std::thread::sleep(frozen::LOOK * 5);
                    infer::recording(log, outcome)
                });
                // Who accuses has to make a recording, too, which waited for this one.
                std::thread::sleep(frozen::LOOK * 5);
                made.store(true, Ordering::SeqCst);
            });
            session.block_on(&runtime, async {
                while !made.load(Ordering::SeqCst) {
                    tokio::task::yield_now().await;
                }
            });
        });
        assert!(!accused.load(Ordering::SeqCst));
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
