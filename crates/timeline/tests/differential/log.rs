//! What a program says of itself while it runs: in a list of its own, with nothing of the recorder's in it.
//!
//! Each entry is also a note in the recording, if there is one: its number and no more, so that it is known which steps
//! lie between two entries.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use tokio::{task::AbortHandle, time::Instant};

use crate::program::{Hold, RING, THINGS, Thing};

/// One thing that happened, told by the task that did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Microseconds since the program began.
    pub(crate) at: u64,
    /// The task, by its label: they count in the order of spawning, and 0 is the main future.
    pub(crate) task: usize,
    pub(crate) said: Said,
    /// The set of futures that said so, from 1; 0: none.
    pub(crate) set: usize,
    /// What is held at this moment, by whom, and whether shared: locks only, in the order of taking.
    pub(crate) held: Vec<(usize, usize, bool)>,
    /// How many permits each semaphore has left, by its own account.
    pub(crate) permits: Vec<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The runtime polls the task.
    Polled,
    /// The task is about to spawn this one.
    Spawns(usize),
    Ended(Ending),
    /// Begins to await something, which gets this number.
    Begins(usize, Awaited),
    /// What it awaited under this number has come. `waited`: it was not there at once.
    Has {
        what: usize,
        waited: bool,
    },
    /// The future that awaited it under this number was dropped. `waited`: it had been polled, and was not ready.
    Drops {
        what: usize,
        waited: bool,
    },
    Holds(usize),
    /// Gave a thing back.
    Frees(usize),
    /// What came of something: a message, the arm that won …
    Got(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Returned,
    Panicked,
    /// Dropped before the main future had ended.
    Cancelled,
    /// Dropped after it.
    Shutdown,
}

/// What a task awaits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    /// The end of a time, in milliseconds.
    Sleep(u64),
    Timeout(u64),
    /// A sleep that was polled with nobody's waker first.
    Asked(u64),
    /// A sleep that was set to another time.
    Reset(u64),
    Thing(usize, Hold),
    Yield,
    Task(usize),
    AnyTask,
    Room,
    Message {
        bounded: bool,
    },
    Answer,
    Notification,
    Anything,
}

/// What all tasks of one run share.
pub(crate) struct World {
    pub(crate) things: Vec<(Object, u32)>,
    state: Mutex<State>,
    main_is_over: AtomicBool,
    started: Instant,
    recorded: bool,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    at: u64,
    tasks: usize,
    awaited: usize,
    sets: usize,
    held: Vec<(usize, usize, bool)>,
    aborts: Vec<AbortHandle>,
}

/// One task, as it tells of itself.
#[derive(Clone)]
pub(crate) struct Me {
    pub(crate) world: Arc<World>,
    pub(crate) label: usize,
    /// How often it was polled.
    polls: Arc<AtomicUsize>,
    /// The set of futures that it is in, and those around that.
    sets: Vec<usize>,
}

impl Me {
    pub(crate) fn main(world: Arc<World>) -> Self {
        Self {
            world,
            label: 0,
            polls: Arc::default(),
            sets: Vec::new(),
        }
    }

    pub(crate) fn say(&self, said: Said) {
        self.world
            .say(self.label, self.sets.last().copied().unwrap_or(0), said);
    }

    pub(crate) fn got(&self, what: impl Into<String>) {
        self.say(Said::Got(what.into()));
    }

    /// The same task, inside a set of futures that it makes.
    pub(crate) fn in_a_set(&self) -> Self {
        let set = {
            let mut state = self.world.state();
            state.sets += 1;
            state.sets
        };
        let mut me = self.clone();
        me.sets.push(set);
        me
    }

    /// The same task, outside of that set.
    pub(crate) fn outside(&self) -> Self {
        let mut me = self.clone();
        me.sets.pop();
        me
    }

    /// A task that this one is about to spawn.
    pub(crate) fn child(&self) -> Self {
        let label = {
            let mut state = self.world.state();
            state.tasks += 1;
            state.tasks - 1
        };
        self.say(Said::Spawns(label));
        Self {
            world: self.world.clone(),
            label,
            polls: Arc::default(),
            sets: Vec::new(),
        }
    }

    /// To be called right before something is awaited, and kept until it is there.
    pub(crate) fn begins(&self, what: Awaited) -> Begun {
        let number = {
            let mut state = self.world.state();
            state.awaited += 1;
            state.awaited - 1
        };
        self.say(Said::Begins(number, what));
        Begun {
            me: self.clone(),
            number,
            polls: self.polls.load(Ordering::SeqCst),
            asked: matches!(what, Awaited::Asked(_)),
            over: false,
        }
    }

    /// The task has taken a thing, and gives it back when this is dropped.
    pub(crate) fn holds<G>(&self, thing: usize, shared: bool, guard: G) -> Held<G> {
        let lock = !matches!(self.world.things[thing].0, Object::Semaphore(_));
        if lock {
            self.world.state().held.push((thing, self.label, shared));
        }
        self.say(Said::Holds(thing));
        Held {
            me: self.clone(),
            thing,
            lock: lock.then_some((thing, self.label, shared)),
            guard: Some(guard),
        }
    }

    /// The body of the task: counts its polls, and says how it ends.
    pub(crate) fn body<F, B>(self, body: B) -> Body<impl Future<Output = ()> + use<F, B>>
    where
        F: Future<Output = ()>,
        B: FnOnce(Me) -> F,
    {
        let me = self.clone();
        let mut end = End {
            me: self.clone(),
            returned: false,
        };
        let body = body(self);
        Body {
            me,
            inner: Box::pin(async move {
                body.await;
                end.returned = true;
                drop(end);
            }),
        }
    }
}

/// Something that a task awaits.
pub(crate) struct Begun {
    me: Me,
    number: usize,
    polls: usize,
    asked: bool,
    over: bool,
}

impl Begun {
    /// It is there.
    pub(crate) fn has(mut self) {
        self.me.say(Said::Has {
            what: self.number,
            waited: self.waited(),
        });
        self.over = true;
    }

    /// What has a limit is there before the limit.
    pub(crate) fn was_in_vain(mut self) {
        self.me.say(Said::Drops {
            what: self.number,
            waited: self.waited(),
        });
        self.over = true;
    }

    /// One that was polled with nobody's waker returned `Pending` then.
    /// A branch is polled whenever its task is: so it returned `Pending` if the task was polled anew.
    fn waited(&self) -> bool {
        self.asked || self.me.polls.load(Ordering::SeqCst) != self.polls
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if !self.over {
            self.me.say(Said::Drops {
                what: self.number,
                waited: true,
            });
        }
    }
}

/// Something that a task holds.
pub(crate) struct Held<G> {
    me: Me,
    thing: usize,
    lock: Option<(usize, usize, bool)>,
    guard: Option<G>,
}

impl<G> Drop for Held<G> {
    fn drop(&mut self) {
        drop(self.guard.take());
        if let Some(lock) = self.lock {
            let mut state = self.me.world.state();
            let at = state.held.iter().position(|h| *h == lock);
            state.held.remove(at.expect("it was held until now"));
        }
        self.me.say(Said::Frees(self.thing));
    }
}

/// Tells how a task ended.
struct End {
    me: Me,
    returned: bool,
}

impl Drop for End {
    fn drop(&mut self) {
        let world = &self.me.world;
        let how = if self.returned {
            Ending::Returned
        } else if std::thread::panicking() {
            Ending::Panicked
        } else if world.main_is_over.load(Ordering::SeqCst) {
            Ending::Shutdown
        } else {
            Ending::Cancelled
        };
        self.me.say(Said::Ended(how));
        if self.me.label == 0 {
            world.main_is_over.store(true, Ordering::SeqCst);
        }
    }
}

/// What a task consists of.
pub(crate) struct Body<F> {
    me: Me,
    inner: Pin<Box<F>>,
}

impl<F: Future<Output = ()>> Future for Body<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.me.polls.fetch_add(1, Ordering::SeqCst);
        self.me.say(Said::Polled);
        self.inner.as_mut().poll(cx)
    }
}

/// One of [`THINGS`] or of [`RING`].
pub(crate) enum Object {
    Mutex(tokio::sync::Mutex<()>),
    RwLock(tokio::sync::RwLock<()>),
    Semaphore(Arc<tokio::sync::Semaphore>),
}

impl World {
    /// To be made inside the runtime, by the main future.
    pub(crate) fn new(recorded: bool) -> Arc<Self> {
        Arc::new(Self {
            things: things(),
            state: Mutex::new(State {
                tasks: 1,
                ..State::default()
            }),
            main_is_over: AtomicBool::new(false),
            started: Instant::now(),
            recorded,
        })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(crate) fn say(&self, task: usize, set: usize, said: Said) {
        let permits = self.things.iter().enumerate();
        let permits = permits.filter_map(|(i, (thing, _))| match thing {
            Object::Semaphore(semaphore) => Some((i, semaphore.available_permits())),
            _ => None,
        });
        // The clock is the program's own only inside the runtime.
        let runs = !self.main_is_over.load(Ordering::SeqCst)
            && tokio::runtime::Handle::try_current().is_ok();
        let now = runs.then(|| self.started.elapsed().as_micros() as u64);
        let mut state = self.state();
        state.at = now.unwrap_or(state.at);
        let entry = Entry {
            at: state.at,
            task,
            said,
            set,
            held: state.held.clone(),
            permits: permits.collect(),
        };
        let number = state.entries.len();
        state.entries.push(entry);
        drop(state);
        if self.recorded {
            timeline::note(number.to_string());
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.state().entries.clone()
    }

    pub(crate) fn abortable(&self, handle: AbortHandle) {
        self.state().aborts.push(handle);
    }

    pub(crate) fn abort(&self, which: usize) {
        let handle = self.state().aborts.get(which).cloned();
        // A task that aborts itself goes on to its next `.await`; the recorder takes its end there for a return.
        if let Some(handle) = handle.filter(|h| Some(h.id()) != tokio::task::try_id()) {
            handle.abort();
        }
    }
}

/// All that tasks can hold, each made on a line of its own: that is how the recording's can be told apart.
fn things() -> Vec<(Object, u32)> {
    use tokio::sync;
    macro_rules! mutex {
        () => {
            (Object::Mutex(sync::Mutex::new(())), line!())
        };
    }
    macro_rules! rw_lock {
        () => {
            (Object::RwLock(sync::RwLock::new(())), line!())
        };
    }
    macro_rules! semaphore {
        ($permits:literal) => {
            (
                Object::Semaphore(Arc::new(sync::Semaphore::new($permits))),
                line!(),
            )
        };
    }
    let things = [
        mutex!(),
        mutex!(),
        mutex!(),
        rw_lock!(),
        rw_lock!(),
        semaphore!(1),
        semaphore!(2),
        // For rings.
        mutex!(),
        mutex!(),
        mutex!(),
        mutex!(),
        rw_lock!(),
        rw_lock!(),
        rw_lock!(),
        rw_lock!(),
        semaphore!(1),
        semaphore!(1),
        semaphore!(1),
        semaphore!(1),
    ];
    for ((object, _), thing) in things.iter().zip(THINGS.iter().chain(&RING)) {
        let same = match object {
            Object::Mutex(_) => *thing == Thing::Mutex,
            Object::RwLock(_) => *thing == Thing::RwLock,
            Object::Semaphore(s) => *thing == Thing::Semaphore(s.available_permits()),
        };
        assert!(same, "the generator takes it for something else");
    }
    things.into()
}
