use std::{
    any::Any,
    fmt,
    future::Future,
    io,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

pub use tokio::runtime::*;

use crate::recorder::Recording;

/// As [`tokio::runtime::Builder`]. What it builds is recorded, and runs on the current thread, but where the program asked
/// for several threads and the clock is the real one.
pub struct Builder {
    settings: Vec<Setting>,
    many_threads: bool,
    workers: Option<usize>,
    real: tokio::runtime::Builder,
}

type Setting = Box<dyn Fn(&mut tokio::runtime::Builder)>;
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

    fn set(&mut self, setting: impl Fn(&mut tokio::runtime::Builder) + 'static) -> &mut Self {
        setting(&mut self.real);
        self.settings.push(Box::new(setting));
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
        let Some(recording) = Recording::begin(self.wanted_workers()) else {
            return Ok(Runtime {
                real: Some(self.real.build()?),
                recording: None,
            });
        };
        crate::task::MANY_THREADS.store(self.many_threads, Ordering::Relaxed);
        let real = recording
            .session()
            .runtime(|real| self.settings.iter().for_each(|setting| setting(real)))?;
        Ok(Runtime {
            real: Some(real),
            recording: Some(recording),
        })
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

/// As [`tokio::runtime::Runtime`]; what runs on it is recorded.
pub struct Runtime {
    /// `None` once it is shut down.
    real: Option<tokio::runtime::Runtime>,
    recording: Option<Recording>,
}

impl Runtime {
    /// As [`tokio::runtime::Runtime::new`].
    ///
    /// # Errors
    /// When the system refuses what a runtime needs.
    #[track_caller]
    pub fn new() -> io::Result<Self> {
        Builder::new_multi_thread().enable_all().build()
    }

    fn real(&self) -> &tokio::runtime::Runtime {
        self.real.as_ref().expect("it is there until it is dropped")
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
        let _inside = self.recording.as_ref().map(|r| r.session().enter());
        spawn()
    }

    /// As [`tokio::runtime::Runtime::block_on`].
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        match &self.recording {
            Some(recording) => recording.block_on(self.real(), future),
            None => self.real().block_on(future),
        }
    }

    /// As [`tokio::runtime::Runtime::enter`].
    pub fn enter(&self) -> EnterGuard<'_> {
        EnterGuard {
            _real: self.real().enter(),
            _recording: self
                .recording
                .as_ref()
                .map(|r| Box::new(r.session().enter()) as Box<dyn Any>),
        }
    }

    /// As [`tokio::runtime::Runtime::shutdown_timeout`].
    pub fn shutdown_timeout(mut self, duration: Duration) {
        if let Some(real) = self.real.take() {
            self.shut_down(real, Some(duration));
        }
    }

    /// As [`tokio::runtime::Runtime::shutdown_background`].
    pub fn shutdown_background(self) {
        self.shutdown_timeout(Duration::ZERO);
    }

    fn shut_down(&self, real: tokio::runtime::Runtime, within: Option<Duration>) {
        match (&self.recording, within) {
            (Some(recording), within) => {
                match within {
                    Some(patience) => recording.session().shut_down_within(real, patience),
                    None => recording.session().shut_down(real),
                }
                recording.write();
            }
            (None, Some(patience)) => real.shutdown_timeout(patience),
            (None, None) => drop(real),
        }
    }

    /// As [`tokio::runtime::Runtime::metrics`].
    pub fn metrics(&self) -> RuntimeMetrics {
        self.real().metrics()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(real) = self.real.take() {
            self.shut_down(real, None);
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// As [`tokio::runtime::EnterGuard`]; what is spawned while it lives is recorded.
#[derive(Debug)]
#[must_use = "as Tokio's own: the context is left when it is dropped"]
pub struct EnterGuard<'a> {
    _recording: Option<Box<dyn Any>>,
    _real: tokio::runtime::EnterGuard<'a>,
}
