//! Listens to Tokio's instrumentation and writes it into the [`Log`].
//!
//! This is a [`Subscriber`] of its own, not a layer over a registry: it keeps just the spans it needs, and it is
//! installed for the threads of one runtime only, so that recordings in parallel tests do not meet.

use std::{
    cell::{Cell, RefCell},
    fmt,
    pin::pin,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock,
        atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering},
    },
    task::{Context, Waker},
    time::Duration,
};

use tracing_core::{
    Dispatch, Event, Interest, LevelFilter, Metadata, Subscriber,
    dispatcher::{get_default, set_default},
    field::{Field, Visit},
    span::{Attributes, Current, Id, Record},
};

use crate::{
    log::{
        Armed, ChannelChange, Key, Log, Raw, RawKind, RawLabel, RawOperation, RawResource, RawTask,
        TaskIndex, Within, place_in,
    },
    model::{Clock, End, Micros},
    names::kept,
    panics,
    stack::{self, here},
    watch::{self, Held, Watch},
};

mod id;
mod others;

use self::others::Others;

/// What one thread is in the middle of, outermost first.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Inside {
    Task(TaskIndex),
    Resource(usize),
    Operation(usize),
    Label(usize),
    /// A closure on the pool for blocking work that a library put there.
    Library(usize),
}

thread_local! {
    /// The futures and operations that this thread is inside of, each with the number of its recording: a task of one runtime
    /// may use a lock that was made on another one.
    static INSIDE: RefCell<Vec<(u16, Inside)>> = const { RefCell::new(Vec::new()) };
    /// An address on this thread's stack, near the place where the running poll began. 0: no poll is running.
    static BOTTOM: Cell<usize> = const { Cell::new(0) };
    /// The task that the runtime polls on this thread, by its hooks: also after the task's own future is done.
    static POLLING: Cell<Option<TaskIndex>> = const { Cell::new(None) };
    /// Which of the runtime's workers this thread is, from 1; 0: it has not polled a task.
    static WORKER: Cell<u32> = const { Cell::new(0) };
    /// What the runtime of one thread counts that runs on this thread.
    static COUNTS: RefCell<Option<tokio::runtime::RuntimeMetrics>> = const { RefCell::new(None) };
    /// The recording that this thread takes part in.
    static CURRENT: RefCell<Option<Arc<Shared>>> = const { RefCell::new(None) };
}

/// Tells what the program has printed since it was last asked.
pub(crate) type Lines = Box<dyn Fn() -> Vec<String> + Send + Sync>;

/// Is told every note as it is made.
pub(crate) type Live = Box<dyn Fn(Micros, &str) + Send + Sync>;

/// What the threads of a recorded runtime share.
pub(crate) struct Shared {
    state: Mutex<State>,
    /// Tells the spans of this recording from those of others.
    number: u16,
    clock: Clock,
    /// When the recording began, on the runtime's clock.
    started: OnceLock<tokio::time::Instant>,
    /// The thread that the runtime runs on: only it can ask the runtime's clock.
    home: AtomicUsize,
    /// The runtime runs: outside of it, there is no telling the time.
    inside: AtomicBool,
    /// Asks for lines that the program has printed since the last time.
    lines: Option<Lines>,
    live: Option<Live>,
    /// Each poll is timed by the computer's clock.
    real_time: bool,
}

struct State {
    log: Log,
    /// What the clock said last.
    asked: Option<tokio::time::Instant>,
}

/// The recording that this thread takes part in, if any.
pub(crate) fn current() -> Option<Arc<Shared>> {
    CURRENT
        .try_with(|c| c.try_borrow().ok().and_then(|c| c.clone()))
        .ok()
        .flatten()
}

/// Makes this thread part of a recording until the guard is dropped.
pub(crate) fn enter(shared: &Arc<Shared>) -> impl Drop + use<> {
    struct Leave(
        Option<Arc<Shared>>,
        #[expect(dead_code, reason = "kept for its Drop")] Default,
    );
    impl Drop for Leave {
        fn drop(&mut self) {
            let before = self.0.take();
            let _ = CURRENT.try_with(|c| *c.borrow_mut() = before);
        }
    }
    type Default = tracing_core::dispatcher::DefaultGuard;
    let dispatch = Dispatch::new(Listener(shared.clone(), Others::of_this_thread()));
    let before = CURRENT.with(|c| c.borrow_mut().replace(shared.clone()));
    Leave(before, set_default(&dispatch))
}

/// Listens on this thread again, if the program has set a listener of its own, which then hears all but what Tokio says.
/// What happened in the meantime, in the rest of a poll, nobody knows.
fn listen_again(shared: &Arc<Shared>) {
    if !get_default(|d| d.is::<Listener>()) {
        let dispatch = Dispatch::new(Listener(shared.clone(), Others::of_this_thread()));
        // When the program takes back its own, that brings back the one that was there before.
        std::mem::forget(set_default(&dispatch));
        shared.quiet().log.missed = true;
    }
}

/// Listens on this thread, which does not belong to the recording but to something of it: what it does to the locks and
/// channels of this recording is recorded. That it wakes a task is not heard, and follows from the poll.
fn listen_here(shared: &Arc<Shared>) {
    if CURRENT.with(|c| c.borrow().is_none()) && !get_default(|d| d.is::<Elsewhere>()) {
        let listener = Listener(shared.clone(), Others::of_this_thread());
        std::mem::forget(set_default(&Dispatch::new(Elsewhere(listener))));
    }
}

impl Shared {
    pub(crate) fn new(
        clock: Clock,
        most: usize,
        lines: Option<Lines>,
        live: Option<Live>,
        real_time: bool,
    ) -> Arc<Self> {
        static NUMBER: AtomicU16 = AtomicU16::new(0);
        let number =
            id::RECORDINGS | (NUMBER.fetch_add(1, Ordering::Relaxed) % (id::RECORDINGS - 1));
        Arc::new(Self {
            state: Mutex::new(State {
                log: Log::new(number, clock, most),
                asked: None,
            }),
            number,
            clock,
            started: OnceLock::new(),
            home: AtomicUsize::new(this_thread()),
            inside: AtomicBool::new(false),
            lines,
            live,
            real_time,
        })
    }

    /// The runtime runs on this thread, from [`Shared::start`] until the guard is dropped.
    pub(crate) fn run_on_this_thread(&self) -> impl Drop + use<'_> {
        struct Leave<'a>(&'a AtomicBool);
        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                self.0.store(false, Ordering::SeqCst);
                // It keeps the runtime, and the runtime's hooks keep the recording.
                let _ = COUNTS.try_with(|counts| counts.take());
            }
        }
        self.home.store(this_thread(), Ordering::SeqCst);
        Leave(&self.inside)
    }

    /// Whether the runtime runs on this thread.
    pub(crate) fn at_home(&self) -> bool {
        self.home.load(Ordering::SeqCst) == this_thread()
    }

    /// The task of this recording that runs on this thread.
    pub(crate) fn task_of_this_thread(&self) -> Option<TaskIndex> {
        task_inside(self.number)
    }

    /// Sets the zero of the recording's time to now, unless it is set. To be called inside the runtime.
    pub(crate) fn start(&self) {
        if !self.inside.swap(true, Ordering::SeqCst) {
            let runtime = tokio::runtime::Handle::current();
            let one_thread =
                runtime.runtime_flavor() == tokio::runtime::RuntimeFlavor::CurrentThread;
            COUNTS.set(one_thread.then(|| runtime.metrics()));
        }
        self.started.get_or_init(tokio::time::Instant::now);
    }

    /// The log, with its time set to now and with the lines that the program printed up to now.
    fn log(&self) -> MutexGuard<'_, State> {
        // Asked before the lock is taken: a clock is somebody else's code.
        let now = self.now();
        let mut state = self.quiet();
        // Most of the time it is still the same moment.
        if now != state.asked
            && let Some((now, started)) = now.zip(self.started.get())
        {
            let passed = now.duration_since(*started).as_micros() as Micros;
            state.log.now = state.log.now.max(passed);
            state.asked = Some(now);
        }
        if let Some(lines) = &self.lines {
            let during = task_inside(self.number);
            for text in lines() {
                state.log.push_note(during, text, None);
            }
        }
        state
    }

    /// The log, where a task is entered or left. For most tasks that is no line of it; but lines that the program printed up
    /// to now belong to whoever was running.
    fn log_at(&self, task: TaskIndex) -> MutexGuard<'_, State> {
        let state = self.quiet();
        let hooked = state.log.tasks[task].kind == RawKind::Spawned;
        if hooked && self.lines.is_none() {
            return state;
        }
        drop(state);
        self.log()
    }

    /// The log as it is, for what is no line of it: without asking for the time.
    fn quiet(&self) -> MutexGuard<'_, State> {
        match self.state.try_lock() {
            Ok(state) => state,
            // Another thread is being recorded, or the recording is being made. That is not the program's own waiting.
            Err(_) => watch::not_the_programs(|| lock(&self.state)),
        }
    }

    /// The number of a span.
    fn id(&self, log: &Log, what: Inside) -> u64 {
        let generation = match what {
            Inside::Task(task) => log.tasks[task].generation,
            // Nobody has heard of these when they are over.
            _ => 0,
        };
        id::of(self.number, what, generation)
    }

    /// What the span of this number is, if it is one that matters.
    fn span(&self, id: u64) -> Option<Inside> {
        id::what(self.number, id)
    }

    /// The time on the runtime's clock; `None` where nobody can say. A paused clock is known only to the thread that it
    /// belongs to, and only inside the runtime; others take the time that was last seen.
    fn now(&self) -> Option<tokio::time::Instant> {
        let knows = || self.at_home() && self.inside.load(Ordering::SeqCst);
        // A thread that has begun to tear down its own values, because the process exits, cannot ask any more.
        let alive = || INSIDE.try_with(|_| ()).is_ok();
        ((self.clock == Clock::Real || knows()) && alive()).then(tokio::time::Instant::now)
    }

    /// Moves the paused clock on to the next timer, as Tokio does when all sleep. To be called inside the runtime.
    pub(crate) fn advance_to_the_next_timer(&self) {
        /// In microseconds: as exactly do Tokio's timers run out, and not before their deadline.
        const TICK: Micros = 1000;
        let until = {
            let log = &self.log().log;
            let next = log.next_timer();
            next.map(|next| next.next_multiple_of(TICK) - log.now)
        };
        if let Some(until) = until {
            let advance = pin!(tokio::time::advance(Duration::from_micros(until)));
            // What is left of it after the first poll is to let others go first.
            let _ = advance.poll(&mut Context::from_waker(Waker::noop()));
        }
    }

    /// The time now, or the last one that was seen.
    pub(crate) fn time(&self) -> Micros {
        self.log().log.now
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// How many tasks are ready on the one thread of the runtime; `None`: it has several, or this is another thread.
    fn queue(&self) -> Option<u32> {
        #[cfg(tokio_unstable)]
        if self.at_home() {
            return COUNTS.with(|counts| {
                let counts = counts.borrow();
                u32::try_from(counts.as_ref()?.worker_local_queue_depth(0)).ok()
            });
        }
        None
    }

    /// Adds a line of the program's own to the recording.
    pub(crate) fn note(&self, text: String) {
        let during = task_inside(self.number);
        let mut state = self.log();
        if let Some(live) = &self.live {
            live(state.log.now, &text);
        }
        let log = &mut state.log;
        let stack = match during {
            Some(task)
                if !log.is_full() && !std::mem::replace(&mut log.tasks[task].spoke, true) =>
            {
                Some(log.stacks.capture(bottom()))
            }
            _ => None,
        };
        log.push_note(during, text, stack);
    }

    /// Reads the log while nothing can be added to it.
    pub(crate) fn read<T>(&self, read: impl FnOnce(&mut Log) -> T) -> T {
        read(&mut self.log().log)
    }

    // --- The main future -------------------------------------------------------------------------------------

    /// A main future comes into being.
    pub(crate) fn main_spawned(&self) -> TaskIndex {
        let mut state = self.log();
        state.log.shutting_down = false;
        let task = state.log.tasks.len();
        state.log.tasks.push(RawTask {
            name: if task == 0 {
                "main".into()
            } else {
                String::new()
            },
            kind: RawKind::Main,
            place: None,
            parent: None,
            tokio_id: None,
            entered: 0,
            panicked: false,
            panic: None,
            over: false,
            parked: Default::default(),
            spoke: false,
            generation: 0,
            handles: 1,
            kept: false,
        });
        state.log.push(None, Raw::Spawned { task });
        task
    }

    /// Polls a main future: what `poll` does is recorded as a poll of this task.
    pub(crate) fn main_polled<T>(self: &Arc<Self>, task: TaskIndex, poll: impl FnOnce() -> T) -> T {
        struct Leave<'a>(&'a Arc<Shared>, TaskIndex, Watch, usize, usize);
        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                listen_again(self.0);
                BOTTOM.set(self.3);
                INSIDE.with(|i| i.borrow_mut().truncate(self.4));
                let real = self.0.real_time.then(|| self.2.nanos());
                let queue = self.0.queue();
                let log = &mut self.0.log().log;
                let held = self.2.held(log.seen());
                log.push(
                    Some(self.1),
                    Raw::PollEnded {
                        task: self.1,
                        held,
                        queue,
                        real,
                    },
                );
            }
        }
        let queue = self.queue();
        let started = Raw::PollStarted { task, queue };
        let lines = {
            let log = &mut self.log().log;
            log.push(Some(task), started);
            log.seen()
        };
        let before = BOTTOM.replace(here());
        let depth = INSIDE.with(|i| {
            let mut i = i.borrow_mut();
            i.push((self.number, Inside::Task(task)));
            i.len() - 1
        });
        let _leave = Leave(self, task, Watch::start(lines), before, depth);
        poll()
    }

    /// A main future is over.
    pub(crate) fn main_ended(&self, task: TaskIndex, how: End) {
        let mut state = self.log();
        state.log.tasks[task].over = true;
        if how == End::Panicked {
            state.log.tasks[task].panic = panics::take();
        }
        let stack = None;
        state.log.push(Some(task), Raw::Ended { task, how, stack });
        state.log.shutting_down = true;
    }

    /// Somebody keeps the waker of a main future.
    pub(crate) fn main_registered(&self, task: TaskIndex) {
        self.registered(&mut self.log().log, task);
    }

    /// Somebody wakes a main future.
    pub(crate) fn main_woken(&self, task: TaskIndex) {
        self.woken(&mut self.log().log, task);
    }

    // --- The runtime's hooks ---------------------------------------------------------------------------------

    /// The runtime begins to poll a task. `bottom`: an address on the stack of the caller.
    pub(crate) fn before_poll(&self, tokio_id: u64, bottom: usize) {
        let queue = self.queue();
        let mut state = self.log();
        let Some(&task) = state.log.by_tokio_id.get(&tokio_id) else {
            return;
        };
        if WORKER.get() == 0 && !self.at_home() {
            state.log.workers += 1;
            WORKER.set(state.log.workers);
        }
        POLLING.set(Some(task));
        state.log.tasks[task].entered = 0;
        let started = Raw::PollStarted { task, queue };
        state.log.push(Some(task), started);
        let lines = state.log.seen();
        drop(state);
        BOTTOM.set(bottom);
        Watch::start_on_this_thread(lines);
    }

    /// The poll returned.
    pub(crate) fn after_poll(self: &Arc<Self>, tokio_id: u64) {
        listen_again(self);
        BOTTOM.set(0);
        let watch = Watch::of_this_thread();
        let real = self.real_time.then(|| watch.nanos());
        let queue = self.queue();
        let mut state = self.log();
        let held = watch.held(state.log.seen());
        let Some(&task) = state.log.by_tokio_id.get(&tokio_id) else {
            return;
        };
        POLLING.set(None);
        let ended = Raw::PollEnded {
            task,
            held,
            queue,
            real,
        };
        state.log.push(Some(task), ended);
        if state.log.tasks[task].over {
            state.log.forget_task(task);
        }
    }

    // --- Labels ----------------------------------------------------------------------------------------------

    /// A labelled future is polled for the first time.
    pub(crate) fn label_new(&self, name: String) -> usize {
        let log = &mut self.log().log;
        let label = RawLabel {
            name,
            waiting: false,
            deadline: None,
            inside: Within::Nothing,
            kept: false,
        };
        place_in(&mut log.labels, &mut log.free.labels, label)
    }

    /// Polls a labelled future; `poll` says whether it is ready.
    pub(crate) fn label_polled<T>(&self, label: usize, poll: impl FnOnce() -> (T, bool)) -> T {
        struct Leave(usize);
        impl Drop for Leave {
            fn drop(&mut self) {
                let _ = INSIDE.try_with(|i| i.borrow_mut().truncate(self.0));
            }
        }
        let depth = INSIDE.with(|i| {
            let mut i = i.borrow_mut();
            i.push((self.number, Inside::Label(label)));
            i.len() - 1
        });
        let leave = Leave(depth);
        let (out, ready) = poll();
        let outermost = outermost_key(self.number) == Some(Key::Label(label));
        drop(leave);
        if ready {
            self.label_over(label, true);
        } else if outermost && let Some(task) = task_inside(self.number) {
            let mut state = self.log();
            if !state.log.labels[label].waiting {
                state.log.labels[label].waiting = true;
                let deadline = state.log.labels[label].deadline;
                state.log.push_at(Some(task), bottom(), |stack| Raw::Waits {
                    task,
                    key: Key::Label(label),
                    deadline,
                    own: false,
                    stack,
                });
            }
        }
        out
    }

    /// A labelled future is done, or dropped before.
    pub(crate) fn label_over(&self, label: usize, done: bool) {
        let during = task_inside(self.number);
        let mut state = self.log();
        if std::mem::take(&mut state.log.labels[label].waiting) {
            state.log.push(
                during,
                Raw::WaitOver {
                    key: Key::Label(label),
                    done,
                },
            );
        }
        state.log.forget_label(label);
    }

    // --- Common ----------------------------------------------------------------------------------------------

    fn registered(&self, log: &mut Log, task: TaskIndex) {
        // A waker that is cloned outside the task's own poll is handed on, not registered.
        if task_inside(self.number) != Some(task) {
            return;
        }
        let key = outermost_key(self.number);
        if let Some(operation) = innermost_operation(self.number) {
            log.operations[operation].keeps = Some(task);
        }
        // What is reported of itself comes later, and says which operation it is.
        if let (Some(Key::Label(label)), None) = (key, innermost_operation(self.number)) {
            log.waits_inside(label, None);
        }
        // A future that the program labelled may be a socket as well: that matters also when the log is full.
        if !matches!(key, Some(Key::Operation(_))) {
            let stack = log.stacks.capture(bottom());
            log.tasks[task].parked.insert(stack);
        }
        log.push_at(Some(task), bottom(), |stack| Raw::Registered {
            task,
            key,
            stack,
        });
    }

    fn woken(&self, log: &mut Log, task: TaskIndex) {
        let foreign = !self.at_home() && WORKER.get() == 0;
        let during = task_inside(self.number);
        let after = POLLING.get().filter(|_| during.is_none());
        // The stack is only for the recording, and a loop that goes on beyond its bound is to go on quickly.
        log.push_at(during, bottom(), |stack| Raw::Woken {
            task,
            after,
            foreign,
            stack,
        });
    }
}

/// A number that no other living thread has. Unlike `std::thread::current`, it can be had at the very end of a thread,
/// when the process exits and its thread-local values are gone: this one needs no destructor.
fn this_thread() -> usize {
    thread_local! {
        static HERE: u8 = const { 0 };
    }
    HERE.with(|here| std::ptr::from_ref(here) as usize)
}

fn bottom() -> Option<usize> {
    /// The hook that noted the bottom lies a few calls deeper than the poll that follows it.
    const SLACK: usize = 2048;
    Some(BOTTOM.get()).filter(|b| *b != 0).map(|b| b + SLACK)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere must not end the program that is recorded: what was written is still true.
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Which of the runtime's workers this thread is, from 1; 0: none.
pub(crate) fn worker() -> u32 {
    WORKER.try_with(Cell::get).unwrap_or(0)
}

impl Log {
    /// How many handles of a span there are.
    fn handles(&mut self, span: Inside) -> &mut u32 {
        match span {
            Inside::Task(task) => &mut self.tasks[task].handles,
            Inside::Resource(resource) => &mut self.resources[resource].handles,
            Inside::Operation(operation) => &mut self.operations[operation].handles,
            Inside::Library(closure) => &mut self.library[closure],
            Inside::Label(_) => unreachable!("a label is no span"),
        }
    }
}

/// The task of a recording that this thread is polling.
fn task_inside(recording: u16) -> Option<TaskIndex> {
    innermost(recording, |i| match i {
        Inside::Task(t) => Some(t),
        _ => None,
    })
}

/// The outermost operation or label of the task that is being polled: what a reader would say it waits for.
fn outermost_key(recording: u16) -> Option<Key> {
    INSIDE.with(|i| {
        let i = i.borrow();
        let of_task = |(of, i): &(u16, Inside)| *of == recording && matches!(i, Inside::Task(_));
        let task = i.iter().rposition(of_task)?;
        let mut inside = i[task..].iter().filter(|(of, _)| *of == recording);
        inside.find_map(|(_, i)| match i {
            Inside::Operation(o) => Some(Key::Operation(*o)),
            Inside::Label(l) => Some(Key::Label(*l)),
            _ => None,
        })
    })
}

fn innermost<T>(recording: u16, pick: impl Fn(Inside) -> Option<T>) -> Option<T> {
    INSIDE
        .try_with(|inside| {
            let inside = inside.borrow();
            let mut of_it = inside.iter().rev().filter(|(of, _)| *of == recording);
            of_it.find_map(|(_, i)| pick(*i))
        })
        .ok()
        .flatten()
}

fn innermost_resource(recording: u16) -> Option<usize> {
    innermost(recording, |i| match i {
        Inside::Resource(r) => Some(r),
        _ => None,
    })
}

fn innermost_operation(recording: u16) -> Option<usize> {
    innermost(recording, |i| match i {
        Inside::Operation(o) => Some(o),
        _ => None,
    })
}

/// The listener that the threads of the runtime have as their default. What is not Tokio's, it passes on.
struct Listener(Arc<Shared>, Others);

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if wanted(metadata) {
            return Interest::always();
        }
        // Whoever is interested in it says so as well.
        self.1.may_have_changed();
        Interest::never()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        wanted(metadata) || self.1.ask(|others| others.enabled(metadata))
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        if !wanted(attributes.metadata()) {
            return self.1.ask(|others| others.new_span(attributes));
        }
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let during = task_inside(self.0.number);
        let name = attributes.metadata().name();
        let mut state = match name {
            "runtime.spawn" => self.0.log(),
            _ => self.0.quiet(),
        };
        let log = &mut state.log;
        let what = match name {
            "runtime.spawn" => match fields.kind {
                // The main future's own span: the recorder wraps that future itself.
                "block_on" => None,
                // The runtime's own threads are such closures as well, and so is what `tokio::fs` does: work under way,
                // but nobody's task.
                "blocking"
                    if fields
                        .place()
                        .is_none_or(|(file, _)| stack::in_library(file)) =>
                {
                    log.blocking += 1;
                    Some(Inside::Library(place_in(
                        &mut log.library,
                        &mut log.free.library,
                        1,
                    )))
                }
                kind => {
                    let kind = match kind {
                        "local" => RawKind::Local,
                        "blocking" => RawKind::Blocking,
                        _ => RawKind::Spawned,
                    };
                    let task = log.add_task(RawTask {
                        name: std::mem::take(&mut fields.name),
                        kind,
                        place: fields.place(),
                        parent: during,
                        tokio_id: fields.task_id,
                        entered: 0,
                        panicked: false,
                        panic: None,
                        over: false,
                        parked: Default::default(),
                        spoke: false,
                        generation: 0,
                        handles: 1,
                        kept: false,
                    });
                    if kind == RawKind::Blocking {
                        log.blocking += 1;
                    }
                    if let Some(tokio_id) = fields.task_id {
                        log.by_tokio_id.insert(tokio_id, task);
                    }
                    log.push(during, Raw::Spawned { task });
                    Some(Inside::Task(task))
                }
            },
            "runtime.resource" => {
                let place = fields.place();
                // Tokio says of all of them that they have no parent; the spans that are entered know better.
                let parent = innermost_resource(self.0.number);
                let hidden = place
                    .as_ref()
                    .is_none_or(|(file, _)| stack::in_library(file) && !is_default(file));
                let nameless =
                    place.is_none() && parent.is_none() && fields.concrete_type == "Semaphore";
                let made = (nameless && !log.is_full()).then(|| log.stacks.capture(bottom()));
                Some(Inside::Resource(log.add_resource(RawResource {
                    type_name: fields.concrete_type,
                    place,
                    internal: made.is_none() && (hidden || fields.internal),
                    parent,
                    maker: during,
                    made,
                    permits: 0,
                    readers: 0,
                    size: None,
                    handles: 1,
                    inside: 0,
                    kept: false,
                })))
            }
            "runtime.resource.async_op" => {
                let parent = attributes.parent().and_then(|p| self.0.span(p.into_u64()));
                let resource = match parent {
                    Some(Inside::Resource(r)) => Some(r),
                    _ => innermost_resource(self.0.number),
                };
                Some(Inside::Operation(log.add_operation(RawOperation {
                    source: fields.source,
                    resource,
                    waiting: false,
                    ready: false,
                    deadline: None,
                    keeps: None,
                    told: None,
                    handles: 1,
                    kept: false,
                })))
            }
            _ => None,
        };
        Id::from_u64(what.map_or(id::NOTHING, |what| self.0.id(log, what)))
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        if id::is_of_others(id) {
            self.1.ask(|others| others.record(id, values));
        }
    }

    fn record_follows_from(&self, id: &Id, before: &Id) {
        if id::is_of_others(id) && id::is_of_others(before) {
            self.1.ask(|others| others.record_follows_from(id, before));
        }
    }

    fn event(&self, event: &Event<'_>) {
        if !wanted(event.metadata()) {
            return self.1.ask(|others| others.event(event));
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        match event.metadata().target() {
            "tokio::task::waker" => {
                if fields.op.is_empty() {
                    return;
                }
                let kept = fields.op == "waker.clone";
                let mut state = self.0.log();
                let log = &mut state.log;
                // Here, `task.id` is the number of the task's span, not Tokio's id of the task.
                let Some(id) = fields.task_id else {
                    return;
                };
                let Some(Inside::Task(task)) = self.0.span(id) else {
                    return;
                };
                // Its future may be gone already, and another task in its place.
                let gone = log.tasks.get(task).is_none_or(|t| t.over);
                if gone || self.0.id(log, Inside::Task(task)) != id {
                    return;
                }
                match kept {
                    true => self.0.registered(log, task),
                    false => self.0.woken(log, task),
                }
            }
            "runtime::resource::poll_op" => {
                let (Some(ready), Some(operation)) =
                    (fields.ready, innermost_operation(self.0.number))
                else {
                    return;
                };
                if ready {
                    let mut state = self.0.quiet();
                    let it = &mut state.log.operations[operation];
                    it.ready = true;
                    it.keeps = None;
                    if let Some(resource) = it.resource
                        && is_oneshot(&state.log, resource)
                    {
                        drop(state);
                        let change = ChannelChange::Received;
                        channel_changed(&mut self.0.log().log, resource, change, None);
                    }
                    return;
                }
                let mut state = self.0.log();
                let log = &mut state.log;
                log.operations[operation].ready = false;
                let deadline = log.operations[operation].deadline;
                if let Some(deadline) = deadline {
                    log.armed.insert((deadline, operation));
                }
                let keeps = log.operations[operation].keeps.take();
                let (Some(key), Some(task)) =
                    (outermost_key(self.0.number), task_inside(self.0.number))
                else {
                    return;
                };
                let own = keeps == Some(task);
                let outermost = match key {
                    Key::Operation(outermost) => Some(outermost),
                    Key::Label(label) => {
                        log.labels[label].deadline = deadline;
                        log.waits_inside(label, Some(operation));
                        None
                    }
                };
                let begins = outermost.filter(|o| !log.operations[*o].waiting);
                if let Some(outermost) = begins {
                    log.operations[outermost].waiting = true;
                    log.push_at(Some(task), bottom(), |stack| Raw::Waits {
                        task,
                        key,
                        deadline,
                        own,
                        stack,
                    });
                }
                if let Some(deadline) = deadline {
                    let armed = Armed {
                        task,
                        key,
                        deadline,
                        own,
                    };
                    timer_polled(log, operation, armed, begins == Some(operation));
                }
            }
            "runtime::resource::state_update" => {
                let Some(resource) = innermost_resource(self.0.number) else {
                    return;
                };
                // Most of them are about what Tokio made for its own use, such as the permits of a channel.
                if fields.duration.is_some() || self.0.quiet().log.public(resource).is_some() {
                    resource_changed(&mut self.0.log().log, resource, &fields);
                }
            }
            _ => {}
        }
    }

    fn enter(&self, id: &Id) {
        let Some(what) = self.0.span(id.into_u64()) else {
            if id::is_of_others(id) {
                self.1.ask(|others| others.enter(id));
            }
            return;
        };
        listen_here(&self.0);
        if let Inside::Task(task) = what {
            let log = &mut self.0.log_at(task).log;
            log.tasks[task].entered += 1;
            // No hook announces these.
            if matches!(log.tasks[task].kind, RawKind::Local | RawKind::Blocking) {
                let queue = None;
                log.push(Some(task), Raw::PollStarted { task, queue });
            }
        }
        let _ = INSIDE.try_with(|i| i.borrow_mut().push((self.0.number, what)));
    }

    fn exit(&self, id: &Id) {
        let Some(what) = self.0.span(id.into_u64()) else {
            if id::is_of_others(id) {
                self.1.ask(|others| others.exit(id));
            }
            return;
        };
        let state = match what {
            Inside::Task(task) => Some(self.0.log_at(task)),
            Inside::Operation(_) => Some(self.0.quiet()),
            _ => None,
        };
        let _ = INSIDE.try_with(|i| {
            let mut i = i.borrow_mut();
            if let Some(at) = i.iter().rposition(|w| *w == (self.0.number, what)) {
                i.remove(at);
            }
        });
        let Some(mut state) = state else {
            return;
        };
        let log = &mut state.log;
        match what {
            Inside::Task(task) => {
                if std::thread::panicking() {
                    log.tasks[task].panicked = true;
                    // It is left once more while the future is dropped.
                    if let Some(panic) = panics::take() {
                        log.tasks[task].panic = Some(panic);
                    }
                }
                if matches!(log.tasks[task].kind, RawKind::Local | RawKind::Blocking) {
                    log.push(
                        Some(task),
                        Raw::PollEnded {
                            task,
                            held: Held::Not,
                            queue: None,
                            real: None,
                        },
                    );
                }
            }
            Inside::Operation(operation) if log.operations[operation].ready => {
                log.disarm(operation);
                if let Some(over) = operation_over(log, operation, true) {
                    drop(state);
                    let during = task_inside(self.0.number);
                    self.0.log().log.push(during, over);
                }
            }
            _ => {}
        }
    }

    fn clone_span(&self, id: &Id) -> Id {
        if let Some(what) = self.0.span(id.into_u64()) {
            *self.0.quiet().log.handles(what) += 1;
        } else if id::is_of_others(id) {
            return self.1.ask(|others| others.clone_span(id));
        }
        id.clone()
    }

    fn try_close(&self, id: Id) -> bool {
        let Some(what) = self.0.span(id.into_u64()) else {
            return id::is_of_others(&id) && self.1.ask(|others| others.try_close(id.clone()));
        };
        let mut state = self.0.quiet();
        let handles = state.log.handles(what);
        *handles -= 1;
        if *handles > 0 {
            return false;
        }
        let told = match what {
            Inside::Task(_) => true,
            Inside::Operation(operation) => {
                let it = &state.log.operations[operation];
                it.waiting || it.told.is_some()
            }
            Inside::Resource(resource) => is_channel(&state.log, resource),
            Inside::Label(_) | Inside::Library(_) => false,
        };
        if told {
            drop(state);
            state = self.0.log();
        }
        let log = &mut state.log;
        let during = task_inside(self.0.number);
        match what {
            Inside::Task(task) => {
                let how = how_it_ended(log, task);
                log.tasks[task].over = true;
                if log.tasks[task].kind == RawKind::Blocking {
                    log.blocking -= 1;
                }
                log.ended_last = Some(task);
                // Who returned and who was dropped in its last poll looks the same from outside.
                let perhaps = matches!(log.tasks[task].kind, RawKind::Spawned | RawKind::Local)
                    && matches!(how, End::Completed | End::Cancelled)
                    && !log.is_full();
                let stack = perhaps.then(|| log.stacks.capture(bottom()));
                log.push(during.or(POLLING.get()), Raw::Ended { task, how, stack });
                // The hook after the poll still needs it.
                if POLLING.get() != Some(task) {
                    log.forget_task(task);
                }
            }
            Inside::Operation(operation) => {
                log.disarm(operation);
                let done = log.operations[operation].ready;
                if let Some(over) = operation_over(log, operation, done) {
                    log.push(during, over);
                }
                log.forget_operation(operation);
            }
            Inside::Library(closure) => {
                log.blocking -= 1;
                log.free.library.push(closure);
            }
            Inside::Resource(resource) => {
                if is_channel(log, resource) {
                    channel_changed(log, resource, ChannelChange::Gone, None);
                }
                log.forget_resource(resource);
            }
            Inside::Label(_) => {}
        }
        true
    }

    fn current_span(&self) -> Current {
        self.1.ask(Dispatch::current_span)
    }
}

/// The listener of other threads: it hears what they do, and nothing of what they make, which may belong to a runtime
/// that is not recorded.
struct Elsewhere(Listener);

impl Subscriber for Elsewhere {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        self.0.register_callsite(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.0.enabled(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        self.0.max_level_hint()
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        match wanted(attributes.metadata()) {
            true => Id::from_u64(id::NOTHING),
            false => self.0.new_span(attributes),
        }
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        self.0.record(id, values);
    }

    fn record_follows_from(&self, id: &Id, before: &Id) {
        self.0.record_follows_from(id, before);
    }

    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
    }

    fn enter(&self, id: &Id) {
        self.0.enter(id);
    }

    fn exit(&self, id: &Id) {
        self.0.exit(id);
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.0.clone_span(id)
    }

    fn try_close(&self, id: Id) -> bool {
        self.0.try_close(id)
    }

    fn current_span(&self) -> Current {
        self.0.current_span()
    }
}

/// The spans and events that matter here: all of them Tokio's.
fn wanted(metadata: &Metadata<'_>) -> bool {
    if metadata.is_span() {
        matches!(
            metadata.name(),
            "runtime.spawn" | "runtime.resource" | "runtime.resource.async_op"
        ) && metadata.target().starts_with("tokio::")
    } else {
        matches!(
            metadata.target(),
            "tokio::task::waker" | "runtime::resource::poll_op" | "runtime::resource::state_update"
        )
    }
}

/// Whether a lock that was made in this file of Tokio's was made by `Default`, which does not pass its caller on: Tokio
/// itself has no use for these locks.
fn is_default(file: &str) -> bool {
    file.ends_with("/src/sync/mutex.rs") || file.ends_with("/src/sync/rwlock.rs")
}

/// How a task ended whose future has just been dropped.
fn how_it_ended(log: &Log, task: TaskIndex) -> End {
    let it = &log.tasks[task];
    if it.panicked {
        return End::Panicked;
    }
    match it.kind {
        RawKind::Spawned if POLLING.get() == Some(task) => {
            // Entered twice: polled, and then dropped. Once: dropped instead of being polled.
            if it.entered >= 2 {
                End::Completed
            } else {
                End::Cancelled
            }
        }
        RawKind::Spawned | RawKind::Local if log.shutting_down => End::Shutdown,
        RawKind::Spawned => End::Cancelled,
        RawKind::Local | RawKind::Blocking | RawKind::Main => {
            if it.entered >= 2 || it.kind == RawKind::Blocking && it.entered > 0 {
                End::Completed
            } else {
                End::Cancelled
            }
        }
    }
}

/// What the log is to say of an operation that is over, if it knows of it.
fn operation_over(log: &mut Log, operation: usize, done: bool) -> Option<Raw> {
    let it = &mut log.operations[operation];
    let told = it.told.take().is_some();
    let key = Key::Operation(operation);
    match std::mem::take(&mut it.waiting) {
        true => Some(Raw::WaitOver { key, done }),
        false => told.then_some(Raw::TimerOver { operation }),
    }
}

/// A timer was polled and has not run out. `said`: the log says so.
fn timer_polled(log: &mut Log, operation: usize, armed: Armed, said: bool) {
    if log.operations[operation].told.replace(armed) == Some(armed) || said {
        return;
    }
    let timer = |stack| Raw::Timer {
        operation,
        armed,
        stack,
    };
    match armed.own {
        true => log.push(Some(armed.task), timer(stack::StackId::NONE)),
        false => log.push_at(Some(armed.task), bottom(), timer),
    }
}

/// A lock was taken or given back, a semaphore has another number of permits, a timer was set.
fn resource_changed(log: &mut Log, inner: usize, fields: &Fields) {
    let during = task_inside(log.recording);
    if let (Some(duration), Some(operation)) = (fields.duration, innermost_operation(log.recording))
    {
        log.disarm(operation);
        // Timers tick in whole milliseconds.
        let deadline = (log.now / 1000 + duration) * 1000;
        log.operations[operation].deadline = Some(deadline);
        if log.operations[operation].source == "Sleep::reset"
            && log.operations[operation].told.is_none()
        {
            let reset = Raw::TimerReset {
                operation,
                deadline,
            };
            log.push(during, reset);
        }
    }
    let Some(resource) = log.public(inner) else {
        return;
    };
    if fields.size.is_some() {
        log.resources[resource].size = fields.size;
    }
    for (held, shared) in [(fields.locked, false), (fields.write_locked, false)] {
        match held {
            Some(true) => {
                log.push_at(during, bottom(), |stack| Raw::Held {
                    resource,
                    shared,
                    stack,
                });
            }
            Some(false) => log.push(during, Raw::Freed { resource, shared }),
            None => {}
        }
    }
    if let Some(count) = fields.readers {
        let readers = &mut log.resources[resource].readers;
        let before = *readers;
        *readers = match fields.readers_op {
            "add" => before + count,
            "sub" => before.saturating_sub(count),
            _ => count,
        };
        match (*readers).cmp(&before) {
            std::cmp::Ordering::Greater => {
                log.push_at(during, bottom(), |stack| Raw::Held {
                    resource,
                    shared: true,
                    stack,
                });
            }
            std::cmp::Ordering::Less => log.push(
                during,
                Raw::Freed {
                    resource,
                    shared: true,
                },
            ),
            std::cmp::Ordering::Equal => {}
        }
    }
    for (happened, change) in [
        (fields.value_sent, ChannelChange::Sent),
        (fields.value_received, ChannelChange::Received),
        (fields.tx_dropped, ChannelChange::SenderGone),
        (fields.rx_dropped, ChannelChange::ReceiverGone),
    ] {
        // That nothing of this has happened is told when the channel is made.
        if happened == Some(true) {
            // A sender that has sent is not heard of here; the few others show where they were kept.
            let dropped = change == ChannelChange::SenderGone && !log.is_full();
            let stack = dropped.then(|| log.stacks.capture(bottom()));
            channel_changed(log, resource, change, stack);
        }
    }
    if let Some(count) = fields.permits
        && log.resources[resource].type_name == "Semaphore"
    {
        let permits = &mut log.resources[resource].permits;
        let before = *permits;
        *permits = match fields.permits_op {
            "add" => before + count,
            "sub" => before.saturating_sub(count),
            _ => count,
        };
        let available = *permits;
        if log.resources[resource].made.is_some() {
            if available != before || fields.permits_op == "override" {
                // Who sends is known from the operation, and who receives only from the stack.
                let receives = fields.permits_op == "add" && !log.is_full();
                let stack = receives.then(|| log.stacks.capture(bottom()));
                channel_changed(log, resource, ChannelChange::Room(available), stack);
            }
        } else if available != before || fields.permits_op == "override" {
            log.push_at(during, bottom(), |stack| Raw::Permits {
                resource,
                available,
                stack,
            });
        }
    }
}

/// Whether it is a bounded channel, or something else that has a semaphore which belongs to nothing, or a oneshot.
fn is_channel(log: &Log, resource: usize) -> bool {
    log.resources[resource].made.is_some() || is_oneshot(log, resource)
}

fn is_oneshot(log: &Log, resource: usize) -> bool {
    let it = &log.resources[resource];
    !it.internal && it.type_name == "Sender|Receiver"
}

fn channel_changed(
    log: &mut Log,
    resource: usize,
    change: ChannelChange,
    stack: Option<stack::StackId>,
) {
    log.push(
        task_inside(log.recording),
        Raw::Channel {
            resource,
            change,
            stack,
        },
    );
}

/// The fields of Tokio's spans and events that are of use.
#[derive(Default)]
struct Fields {
    kind: &'static str,
    name: String,
    op: &'static str,
    source: &'static str,
    concrete_type: &'static str,
    file: Option<&'static str>,
    line: Option<u64>,
    task_id: Option<u64>,
    internal: bool,
    ready: Option<bool>,
    locked: Option<bool>,
    write_locked: Option<bool>,
    readers: Option<u64>,
    readers_op: &'static str,
    permits: Option<u64>,
    permits_op: &'static str,
    duration: Option<u64>,
    size: Option<u64>,
    value_sent: Option<bool>,
    value_received: Option<bool>,
    tx_dropped: Option<bool>,
    rx_dropped: Option<bool>,
}

impl Fields {
    fn place(&self) -> Option<(&'static str, u32)> {
        Some((self.file?, u32::try_from(self.line?).ok()?))
    }
}

/// The kinds of `runtime.spawn` that are no ordinary tasks.
fn kind(kind: &str) -> &'static str {
    match kind {
        "block_on" => "block_on",
        "blocking" => "blocking",
        "local" => "local",
        _ => "task",
    }
}

/// The one of these that a text is, if any.
fn one_of(known: [&'static str; 3], text: &str) -> &'static str {
    known.into_iter().find(|k| *k == text).unwrap_or("")
}

/// What a value's `Debug` says, without allocation, as far as there is room. Most tasks have an empty name.
struct Short {
    bytes: [u8; 32],
    length: usize,
    whole: bool,
}

impl Short {
    fn of(value: &dyn fmt::Debug) -> Self {
        let mut short = Self {
            bytes: [0; 32],
            length: 0,
            whole: true,
        };
        short.whole = fmt::write(&mut short, format_args!("{value:?}")).is_ok();
        short
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len());
        room.ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // `%kind` and `%name` arrive as values whose Debug is their Display.
        match field.name() {
            "kind" => self.kind = kind(Short::of(value).as_str()),
            "task.name" => {
                let short = Short::of(value);
                self.name = match short.whole {
                    true => short.as_str().to_owned(),
                    false => format!("{value:?}"),
                };
            }
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "op" => self.op = one_of(["waker.clone", "waker.wake", "waker.wake_by_ref"], value),
            "source" => self.source = kept(value),
            "concrete_type" => self.concrete_type = kept(value),
            "loc.file" => self.file = Some(kept(value)),
            "kind" => self.kind = kind(value),
            "task.name" => self.name = value.to_owned(),
            "permits.op" => self.permits_op = one_of(["add", "sub", "override"], value),
            "current_readers.op" => self.readers_op = one_of(["add", "sub", "override"], value),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "loc.line" => self.line = Some(value),
            "task.id" => self.task_id = Some(value),
            "current_readers" => self.readers = Some(value),
            "permits" => self.permits = Some(value),
            "duration" => self.duration = Some(value),
            "size" => self.size = Some(value),
            _ => {}
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        if let Ok(value) = u64::try_from(value) {
            self.record_u64(field, value);
        }
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.record_u64(field, u64::try_from(value).unwrap_or(u64::MAX));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        match field.name() {
            "is_internal" => self.internal = value,
            "is_ready" => self.ready = Some(value),
            "locked" => self.locked = Some(value),
            "write_locked" => self.write_locked = Some(value),
            "value_sent" => self.value_sent = Some(value),
            "value_received" => self.value_received = Some(value),
            "tx_dropped" => self.tx_dropped = Some(value),
            "rx_dropped" => self.rx_dropped = Some(value),
            _ => {}
        }
    }
}
