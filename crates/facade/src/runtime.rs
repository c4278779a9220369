use std::{
    any::Any,
    fmt,
    future::Future,
    io,
    panic::Location,
    sync::{Arc, OnceLock},
    time::Duration,
};

pub use tokio::runtime::*;

use crate::recorder::{self, Recording};

/// As [`tokio::runtime::Builder`]. What it builds is recorded, and runs on the current thread, but where the program asked
/// for several threads and the clock is the real one.
pub struct Builder {
    settings: Vec<Setting>,
    many_threads: bool,
    workers: Option<usize>,
    real: tokio::runtime::Builder,
}

type Setting = Arc<dyn Fn(&mut tokio::runtime::Builder) + Send + Sync>;
type Callback = Arc<dyn Fn() + Send + Sync>;
type TaskCallback = Arc<dyn Fn(&TaskMeta<'_>) + Send + Sync>;

/// Settings that mean the same on the runtime that is recorded.
macro_rules! forward {
    ($($name:ident($arg:ident: $type:ty)),* $(,)?) => { $(
        #[doc = concat!("As [`tokio::runtime::Builder::", stringify!($name), "`].")]
        pub fn $name(&mut self, $arg: $type) -> &mut Self {
            self.set(move |real| { real.$name($arg.clone()); })
        }
    )* };
}

/// Settings for worker threads, of which the runtime that is recorded has none.
macro_rules! ignore {
    ($($name:ident($arg:ident: $type:ty)),* $(,)?) => { $(
        #[doc = concat!(
            "As [`tokio::runtime::Builder::", stringify!($name), "`]; without effect on the runtime that is recorded."
        )]
        pub fn $name(&mut self, $arg: $type) -> &mut Self {
            let _ = $arg;
            self
        }
    )* };
}

macro_rules! hooks {
    ($($name:ident: $callback:ident($($arg:ty),*)),* $(,)?) => { $(
        #[doc = concat!("As [`tokio::runtime::Builder::", stringify!($name), "`].")]
        pub fn $name<F: Fn($($arg),*) + Send + Sync + 'static>(&mut self, f: F) -> &mut Self {
            let f: $callback = Arc::new(f);
            self.set(move |real| { let f = f.clone(); hooks!(@call real, $name, f, $($arg),*); })
        }
    )* };
    (@call $real:ident, $name:ident, $f:ident, ) => { $real.$name(move || $f()) };
    (@call $real:ident, $name:ident, $f:ident, $arg:ty) => { $real.$name(move |meta| $f(meta)) };
}

impl Builder {
    /// As [`tokio::runtime::Builder::new_current_thread`].
    pub fn new_current_thread() -> Self {
        Self {
            settings: Vec::new(),
            many_threads: false,
            workers: None,
            real: tokio::runtime::Builder::new_current_thread(),
        }
    }

    /// As [`tokio::runtime::Builder::new_multi_thread`]; on the paused clock with one thread, because only there the clock
    /// can be paused and the order of events is the same on every run.
    pub fn new_multi_thread() -> Self {
        Self {
            settings: Vec::new(),
            many_threads: true,
            workers: None,
            real: tokio::runtime::Builder::new_multi_thread(),
        }
    }

    fn set(
        &mut self,
        setting: impl Fn(&mut tokio::runtime::Builder) + Send + Sync + 'static,
    ) -> &mut Self {
        setting(&mut self.real);
        self.settings.push(Arc::new(setting));
        self
    }

    /// As [`tokio::runtime::Builder::worker_threads`]; without effect on the paused clock.
    pub fn worker_threads(&mut self, val: usize) -> &mut Self {
        self.real.worker_threads(val);
        self.workers = Some(val);
        self
    }

    /// As [`tokio::runtime::Builder::enable_all`].
    pub fn enable_all(&mut self) -> &mut Self {
        self.set(|real| {
            real.enable_all();
        })
    }

    /// As [`tokio::runtime::Builder::enable_io`].
    pub fn enable_io(&mut self) -> &mut Self {
        self.set(|real| {
            real.enable_io();
        })
    }

    /// As [`tokio::runtime::Builder::enable_time`].
    pub fn enable_time(&mut self) -> &mut Self {
        self.set(|real| {
            real.enable_time();
        })
    }

    /// As [`tokio::runtime::Builder::thread_name`].
    pub fn thread_name(&mut self, name: impl Into<String>) -> &mut Self {
        let name = name.into();
        self.set(move |real| {
            real.thread_name(name.clone());
        })
    }

    /// As [`tokio::runtime::Builder::name`].
    pub fn name(&mut self, name: impl Into<String>) -> &mut Self {
        let name = name.into();
        self.set(move |real| {
            real.name(name.clone());
        })
    }

    /// As [`tokio::runtime::Builder::thread_name_fn`].
    pub fn thread_name_fn<F: Fn() -> String + Send + Sync + 'static>(&mut self, f: F) -> &mut Self {
        let f = Arc::new(f);
        self.set(move |real| {
            let f = f.clone();
            real.thread_name_fn(move || f());
        })
    }

    forward! {
        max_blocking_threads(val: usize),
        thread_stack_size(val: usize),
        thread_keep_alive(duration: Duration),
        event_interval(val: u32),
        max_io_events_per_tick(capacity: usize),
        unhandled_panic(behavior: UnhandledPanic),
        rng_seed(seed: RngSeed),
    }

    ignore! {
        global_queue_interval(val: u32),
        start_paused(paused: bool),
    }

    /// As [`tokio::runtime::Builder::disable_lifo_slot`]; without effect on the runtime that is recorded.
    pub fn disable_lifo_slot(&mut self) -> &mut Self {
        self
    }

    hooks! {
        on_thread_stop: Callback(),
        on_task_spawn: TaskCallback(&TaskMeta<'_>),
        on_task_terminate: TaskCallback(&TaskMeta<'_>),
    }

    fn wanted_workers(&self) -> Option<usize> {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        self.many_threads.then(|| self.workers.unwrap_or_else(all))
    }

    /// As [`tokio::runtime::Builder::build`].
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    #[track_caller]
    pub fn build(&mut self) -> io::Result<Runtime> {
        if !recorder::asked() {
            return Ok(Runtime::of(Started {
                real: self.real.build()?,
                recording: None,
            }));
        }
        let plan = Plan {
            settings: self.settings.clone(),
            many_threads: self.many_threads,
            workers: self.wanted_workers(),
            place: Location::caller(),
        };
        // Where another one runs already, it shows later what this one is for.
        if recorder::is_recording() {
            return Ok(Runtime {
                started: OnceLock::new(),
                plan: Some(plan),
            });
        }
        Ok(Runtime::of(plan.start(false)?))
    }

    /// As [`tokio::runtime::Builder::build_local`]; such a runtime is not recorded.
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    pub fn build_local(&mut self, options: LocalOptions) -> io::Result<LocalRuntime> {
        self.real.build_local(options)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// How to start a runtime that is recorded.
struct Plan {
    settings: Vec<Setting>,
    many_threads: bool,
    workers: Option<usize>,
    place: &'static Location<'static>,
}

impl Plan {
    /// `own_threads`: where the program asked for several, they are there, on the real clock.
    fn start(&self, own_threads: bool) -> io::Result<Started> {
        let set = |real: &mut tokio::runtime::Builder| self.settings.iter().for_each(|s| s(real));
        let Some(recording) = Recording::begin(self.workers, own_threads, self.place) else {
            let mut real = match self.workers {
                Some(workers) => {
                    let mut real = tokio::runtime::Builder::new_multi_thread();
                    real.worker_threads(workers);
                    real
                }
                None => tokio::runtime::Builder::new_current_thread(),
            };
            set(&mut real);
            return Ok(Started {
                real: real.build()?,
                recording: None,
            });
        };
        let real = recording.session().runtime(set)?;
        if self.many_threads {
            crate::task::allow_block_in_place(real.handle().id());
        }
        Ok(Started {
            real,
            recording: Some(recording),
        })
    }
}

struct Started {
    real: tokio::runtime::Runtime,
    recording: Option<Recording>,
}

impl Started {
    fn shut_down(self, within: Option<Duration>) {
        match (self.recording, within) {
            (Some(recording), within) => {
                match within {
                    Some(patience) => recording.session().shut_down_within(self.real, patience),
                    None => recording.session().shut_down(self.real),
                }
                recording.finish();
            }
            (None, Some(patience)) => self.real.shutdown_timeout(patience),
            (None, None) => drop(self.real),
        }
    }
}

/// As [`tokio::runtime::Runtime`]; what runs on it is recorded.
///
/// One that is made while another one is recorded starts when it is used first. If that is `block_on`, it runs on the thread
/// that calls it, as the first one does. Else nobody may ever call that, and the threads that the program asked for have to
/// run its tasks.
pub struct Runtime {
    started: OnceLock<Started>,
    /// For one that starts later.
    plan: Option<Plan>,
}

impl Runtime {
    fn of(started: Started) -> Self {
        Self {
            started: OnceLock::from(started),
            plan: None,
        }
    }

    fn started(&self, own_threads: bool) -> &Started {
        self.started.get_or_init(|| {
            let plan = self.plan.as_ref().expect("it starts later, or has started");
            plan.start(own_threads)
                .expect("the system gives what a runtime needs")
        })
    }

    /// As [`tokio::runtime::Runtime::new`].
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    #[track_caller]
    pub fn new() -> io::Result<Self> {
        Builder::new_multi_thread().enable_all().build()
    }

    fn real(&self) -> &tokio::runtime::Runtime {
        &self.started(true).real
    }

    /// As [`tokio::runtime::Runtime::handle`].
    pub fn handle(&self) -> &Handle {
        self.real().handle()
    }

    /// As [`tokio::runtime::Runtime::spawn`].
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.inside(|| self.real().spawn(future))
    }

    /// As [`tokio::runtime::Runtime::spawn_blocking`].
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, func: F) -> tokio::task::JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        self.inside(|| self.real().spawn_blocking(func))
    }

    /// What is spawned from outside the runtime takes part in the recording as well.
    #[track_caller]
    fn inside<T>(&self, spawn: impl FnOnce() -> T) -> T {
        let recording = self.started(true).recording.as_ref();
        let _inside = recording.map(|r| r.session().enter());
        spawn()
    }

    /// As [`tokio::runtime::Runtime::block_on`].
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let Started { real, recording } = self.started(false);
        match recording {
            Some(recording) => recording.block_on(real, future),
            None => real.block_on(future),
        }
    }

    /// As [`tokio::runtime::Runtime::enter`].
    pub fn enter(&self) -> EnterGuard<'_> {
        let Started { real, recording } = self.started(true);
        EnterGuard {
            _real: real.enter(),
            _recording: recording
                .as_ref()
                .map(|r| Box::new(r.session().enter()) as Box<dyn Any>),
        }
    }

    /// As [`tokio::runtime::Runtime::shutdown_timeout`].
    pub fn shutdown_timeout(mut self, duration: Duration) {
        if let Some(started) = self.started.take() {
            started.shut_down(Some(duration));
        }
    }

    /// As [`tokio::runtime::Runtime::shutdown_background`].
    pub fn shutdown_background(self) {
        self.shutdown_timeout(Duration::ZERO);
    }

    /// As [`tokio::runtime::Runtime::metrics`].
    pub fn metrics(&self) -> RuntimeMetrics {
        self.real().metrics()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(started) = self.started.take() {
            started.shut_down(None);
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // To print it is not to use it: one that has not started does not start for this.
        match self.started.get() {
            Some(started) => started.real.fmt(f),
            None => f.debug_struct("Runtime").finish_non_exhaustive(),
        }
    }
}

/// As [`tokio::runtime::EnterGuard`]; what is spawned while it lives is recorded.
#[derive(Debug)]
#[must_use = "as Tokio's own: the context is left when it is dropped"]
pub struct EnterGuard<'a> {
    _recording: Option<Box<dyn Any>>,
    _real: tokio::runtime::EnterGuard<'a>,
}
