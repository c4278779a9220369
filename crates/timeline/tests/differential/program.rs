//! Random programs: what they consist of, and how one is made from a seed.
//!
//! A healthy program always ends. Its tasks take what is exclusive in one order, and wait for other tasks only while
//! they hold nothing; a task waits only for tasks that it spawned itself. A program of the other family stalls, and the
//! one who made it knows why: its tasks take things in a ring, or one waits for what nobody will ever do.

use crate::random::Random;

/// What tasks hold, in the order in which healthy programs take it.
pub(crate) const THINGS: [Thing; 7] = [
    Thing::Mutex,
    Thing::Mutex,
    Thing::Mutex,
    Thing::RwLock,
    Thing::RwLock,
    Thing::Semaphore(1),
    Thing::Semaphore(2),
];

/// What the tasks of a ring hold, behind the others: of each kind one for each task.
pub(crate) const RING: [Thing; 12] = {
    use Thing::*;
    [
        Mutex,
        Mutex,
        Mutex,
        Mutex,
        RwLock,
        RwLock,
        RwLock,
        RwLock,
        Semaphore(1),
        Semaphore(1),
        Semaphore(1),
        Semaphore(1),
    ]
};

/// The first seed of the crowded programs.
pub(crate) const CROWDS: u64 = 1 << 32;

/// The first seed of the programs whose tasks have several timers each.
pub(crate) const TIMERS: u64 = 1 << 33;

/// The first seed of the programs that are over while their tasks are in the middle of something.
pub(crate) const TICKERS: u64 = 1 << 34;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Mutex,
    RwLock,
    /// With this many permits.
    Semaphore(usize),
}

/// How a thing is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// A lock, or a permit.
    Alone,
    /// An `RwLock`, together with other readers.
    Shared,
    /// A permit of a semaphore that is kept alive by it.
    Owned,
}

/// One thing that a task does.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Sleep(u64),
    Yield,
    /// Takes a thing, does something, gives it back.
    With(usize, Hold, Vec<Op>),
    Join(Vec<Vec<Op>>),
    Select {
        biased: bool,
        arms: Vec<Vec<Op>>,
    },
    Timeout(u64, Vec<Op>),
    Spawn {
        named: bool,
        body: Vec<Op>,
        then: Then,
    },
    /// A `JoinSet`: waits for so many of its tasks, and then lets go of it in some way.
    Set {
        bodies: Vec<Vec<Op>>,
        wait_for: usize,
        then: SetThen,
    },
    /// An mpsc channel with a task for each sender, which does something before each message.
    Channel {
        capacity: Option<usize>,
        senders: Vec<Vec<Vec<Op>>>,
        /// What is done with each message.
        each: Vec<Op>,
        /// After so many messages, the receiver goes.
        most: usize,
    },
    /// A oneshot channel: a task does something and then answers.
    Ask(Vec<Op>),
    /// A `Notify`: a task does something, and notifies on its way out, however that comes.
    Notified(Vec<Op>),
    /// A sleep that is polled once, with a waker that wakes nobody, and is kept over something else. `waits`: it is awaited
    /// then.
    Asked {
        millis: u64,
        meanwhile: Vec<Op>,
        waits: bool,
    },
    /// A sleep that is set to another time when something else is done before it.
    Reset {
        millis: u64,
        before: Vec<Op>,
        again: u64,
    },
    /// A set of futures, so many of which run at once, and what is done with each that is over.
    Buffered {
        bodies: Vec<Vec<Op>>,
        width: usize,
        ordered: bool,
        each: Vec<Op>,
    },
    /// Aborts one of the tasks that were spawned so far, perhaps itself.
    Abort(usize),
    Panic,
    /// Waits for what will never come.
    Never(Never),
}

/// What becomes of the handle of a spawned task.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    Detach,
    Await,
    /// Does something, aborts, and awaits the handle.
    Abort(Vec<Op>),
}

/// What becomes of a `JoinSet` in the end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SetThen {
    Drop,
    DetachAll,
    /// Aborts all and waits for their ends.
    Shutdown,
}

/// What never comes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Never {
    /// A message, of a channel whose sender the receiving task keeps.
    Message,
    Answer,
    Notification,
    /// Nothing at all: nobody has the waker.
    Anything,
}

#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) seed: u64,
    pub(crate) main: Vec<Op>,
    pub(crate) end: Expected,
}

/// How a program must end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The main future returns or panics.
    Ends,
    /// It stalls, because these tasks wait for one another: each for what the next one holds, by their labels.
    Ring(Vec<usize>),
    /// It stalls, and no ring of locks or permits is the reason.
    Stalls,
}

impl Program {
    /// The program of this seed: two out of three are healthy. From [`CROWDS`] on, all are, and crowded; from [`TIMERS`] on,
    /// their tasks have several timers each.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        if seed >= TICKERS {
            return Self::ticks(seed, random);
        }
        if seed >= TIMERS {
            return Self::timers(seed, random);
        }
        if seed >= CROWDS {
            return Self::crowd(seed, random);
        }
        match random.below(6) {
            0 => Self::ring(seed, random),
            1 => Self::stalls(seed, random),
            _ => {
                let mut maker = Maker::new(random);
                let main = maker.ops(0, true);
                let end = Expected::Ends;
                Self { seed, main, end }
            }
        }
    }

    /// Tasks that all want the same few things.
    fn crowd(seed: u64, random: Random) -> Self {
        let mut maker = Maker::new(random);
        let one = maker.random.below(THINGS.len());
        let other = maker.random.below(THINGS.len());
        maker.wanted = vec![one, other];
        let tasks = 3 + maker.random.below(4);
        let bodies = (0..tasks).map(|_| {
            maker.left = 4;
            let mut body = Vec::new();
            for _ in 0..=maker.random.below(3) {
                body.push(match maker.random.percent(70) {
                    true => maker.with(1, 0),
                    false => maker.op(1, true, 0),
                });
            }
            body
        });
        let main = vec![Op::Set {
            bodies: bodies.collect(),
            wait_for: tasks,
            then: SetThen::Drop,
        }];
        let end = Expected::Ends;
        Self { seed, main, end }
    }

    /// Healthy tasks beside a main future that only ticks, and is over before most of them are.
    fn ticks(seed: u64, random: Random) -> Self {
        let mut maker = Maker::new(random);
        maker.panics = false;
        let mut main = Vec::new();
        for _ in 0..2 {
            maker.left = 12;
            main.push(spawn(maker.list(1, true, 0)));
        }
        for _ in 0..=maker.random.below(12) {
            main.push(Op::Sleep(1));
        }
        let end = Expected::Ends;
        Self { seed, main, end }
    }

    /// Tasks that wait for several timers at once, many of which run out together.
    fn timers(seed: u64, random: Random) -> Self {
        let mut maker = Maker::new(random);
        let mut main = Vec::new();
        for _ in 0..maker.random.below(3) {
            maker.left = 8;
            main.push(spawn(maker.timed(1, false)));
        }
        maker.left = 12;
        main.extend(maker.timed(0, false));
        let end = Expected::Ends;
        Self { seed, main, end }
    }

    /// Tasks that each hold one thing and then want that of the next one, among healthy ones.
    fn ring(seed: u64, random: Random) -> Self {
        let mut maker = Maker::new(random);
        maker.aborts = false;
        maker.panics = false;
        let size = 1 + maker.random.below(4);
        let things: Vec<(usize, Hold, Hold)> = (0..size)
            .map(|i| {
                // A permit that its own taker waits for may have been given to somebody else.
                let kinds = if size == 1 { 2 } else { 3 };
                let kind = maker.random.below(kinds);
                let thing = THINGS.len() + kind * 4 + i;
                let (held, wanted) = match kind {
                    1 => *maker.random.pick(&[
                        (Hold::Alone, Hold::Alone),
                        (Hold::Alone, Hold::Shared),
                        (Hold::Shared, Hold::Alone),
                    ]),
                    2 if maker.random.percent(50) => (Hold::Owned, Hold::Alone),
                    _ => (Hold::Alone, Hold::Alone),
                };
                (thing, held, wanted)
            })
            .collect();
        let main_is_in_it = maker.random.percent(30);
        let mut main = Vec::new();
        let mut labels = Vec::new();
        for i in 0..size {
            let (mine, held, _) = things[i];
            let (next, _, wanted) = things[(i + 1) % size];
            let want = Op::With(next, wanted, vec![Op::Sleep(1)]);
            // All of them hold the first before one asks for the second.
            let mut body = maker.few(1, true);
            let inside = vec![Op::Sleep(10_000 + maker.random.below(3) as u64), want];
            body.push(Op::With(mine, held, inside));
            if main_is_in_it && i + 1 == size {
                labels.push(0);
                main.extend(maker.victims(&things));
                main.extend(body);
            } else {
                // Labels count in the order of spawning, and healthy tasks spawn only when they run.
                labels.push(i + 1);
                main.push(spawn(body));
            }
        }
        if !main_is_in_it {
            main.extend(maker.victims(&things));
            main.extend(maker.few(1, true));
            main.push(Op::Never(Never::Anything));
        }
        let end = Expected::Ring(labels);
        Self { seed, main, end }
    }

    fn stalls(seed: u64, random: Random) -> Self {
        let mut maker = Maker::new(random);
        maker.aborts = false;
        maker.panics = false;
        let mut main = maker.few(1, true);
        let mut never = maker.never();
        let held = maker.random.percent(30);
        if held {
            // Whoever wants this waits for good as well.
            let thing = maker.random.below(THINGS.len());
            never = Op::With(thing, Hold::Alone, vec![never]);
            main.push(spawn(vec![
                Op::Sleep(5),
                Op::With(thing, Hold::Alone, vec![]),
            ]));
        }
        if maker.random.percent(50) {
            never = Op::Spawn {
                named: true,
                body: vec![never],
                then: Then::Await,
            };
        }
        // Beside a branch that holds something for good, another one might want it: that would be a ring.
        if !held && maker.random.percent(30) {
            never = Op::Join(vec![maker.few(2, true), vec![never]]);
        }
        main.push(never);
        let end = Expected::Stalls;
        Self { seed, main, end }
    }
}

fn spawn(body: Vec<Op>) -> Op {
    Op::Spawn {
        named: true,
        body,
        then: Then::Detach,
    }
}

struct Maker {
    random: Random,
    /// How many more operations the program may have.
    left: usize,
    aborts: bool,
    panics: bool,
    /// What is wanted most; empty: everything alike.
    wanted: Vec<usize>,
}

impl Maker {
    fn new(mut random: Random) -> Self {
        let left = 3 + random.below(30);
        Self {
            random,
            left,
            aborts: true,
            panics: true,
            wanted: Vec::new(),
        }
    }

    /// What a task or a branch does. `free`: it holds nothing, and may wait for tasks.
    fn ops(&mut self, depth: usize, free: bool) -> Vec<Op> {
        self.list(depth, free, 0)
    }

    /// The same, for one that takes nothing before this thing.
    fn list(&mut self, depth: usize, free: bool, floor: usize) -> Vec<Op> {
        let most = if depth == 0 {
            8
        } else {
            1 + self.random.below(3)
        };
        let mut ops = Vec::new();
        while ops.len() < most && self.left > 0 {
            self.left -= 1;
            ops.push(self.op(depth, free, floor));
        }
        ops
    }

    /// What a task with several timers does. `in_set`: inside a set of futures.
    fn timed(&mut self, depth: usize, in_set: bool) -> Vec<Op> {
        let mut ops = Vec::new();
        for _ in 0..=self.random.below(3) {
            self.left = self.left.saturating_sub(1);
            ops.push(self.timed_op(depth, in_set));
        }
        ops
    }

    fn timed_op(&mut self, depth: usize, in_set: bool) -> Op {
        // The runtime keeps its timers in levels of 64 times 64 milliseconds.
        let millis = |this: &mut Self| *this.random.pick(&[1, 1, 2, 2, 3, 5, 63, 64, 65, 130]);
        if depth > 3 || self.left == 0 {
            return Op::Sleep(millis(self));
        }
        let below = depth + 1;
        let lists = |this: &mut Self| -> Vec<Vec<Op>> {
            let count = 2 + this.random.below(2);
            (0..count).map(|_| this.timed(below, in_set)).collect()
        };
        match self.random.below(if in_set { 6 } else { 10 }) {
            0..=2 => Op::Sleep(millis(self)),
            3 => Op::Join(lists(self)),
            4 => {
                let biased = self.random.percent(30);
                let arms = lists(self);
                Op::Select { biased, arms }
            }
            5 => Op::Timeout(millis(self), self.timed(below, in_set)),
            6 => Op::Asked {
                millis: millis(self),
                meanwhile: self.timed(below, false),
                waits: self.random.percent(50),
            },
            7 => Op::Reset {
                millis: millis(self),
                before: vec![Op::Sleep(millis(self))],
                again: millis(self),
            },
            _ => {
                let count = 2 + self.random.below(3);
                Op::Buffered {
                    bodies: (0..count).map(|_| self.timed(below, true)).collect(),
                    width: 1 + self.random.below(3),
                    ordered: self.random.percent(50),
                    each: match self.random.percent(60) {
                        true => self.timed(below, false),
                        false => Vec::new(),
                    },
                }
            }
        }
    }

    /// A short list, whatever is left.
    fn few(&mut self, depth: usize, free: bool) -> Vec<Op> {
        self.left = self.left.max(3);
        self.ops(depth, free)
    }

    fn millis(&mut self) -> u64 {
        // Often the same, so that many things fall on one instant.
        *self.random.pick(&[0, 1, 1, 2, 2, 3, 5, 10])
    }

    fn op(&mut self, depth: usize, free: bool, floor: usize) -> Op {
        if depth > 4 {
            return Op::Sleep(self.millis());
        }
        let below = depth + 1;
        let kinds = if free { 21 } else { 12 };
        match self.random.below(kinds) {
            0 | 1 => Op::Sleep(self.millis()),
            2 => Op::Yield,
            3..=6 if floor < THINGS.len() => self.with(below, floor),
            3..=6 => Op::Yield,
            7 => Op::Join(self.lists(2, below, free, floor)),
            8 => {
                let arms = self.lists(2, below, free, floor);
                let biased = self.random.percent(30);
                Op::Select { biased, arms }
            }
            9 => Op::Timeout(self.millis(), self.list(below, free, floor)),
            10 if self.aborts => Op::Abort(self.random.below(8)),
            11 if self.panics && depth > 0 && self.random.percent(40) => Op::Panic,
            10 | 11 => {
                let body = self.list(below, true, 0);
                let named = self.random.percent(50);
                let then = Then::Detach;
                Op::Spawn { named, body, then }
            }
            12..=14 => {
                let body = self.list(below, free, 0);
                let named = self.random.percent(50);
                let then = match self.random.below(3) {
                    0 => Then::Detach,
                    1 => Then::Await,
                    _ => Then::Abort(self.list(below, free, 0)),
                };
                Op::Spawn { named, body, then }
            }
            15 | 16 => {
                let bodies = self.lists(1, below, free, 0);
                let wait_for = self.random.below(bodies.len() + 2);
                let then = [SetThen::Drop, SetThen::DetachAll, SetThen::Shutdown];
                let then = *self.random.pick(&then);
                Op::Set {
                    bodies,
                    wait_for,
                    then,
                }
            }
            17 | 18 => {
                let capacity = *self.random.pick(&[None, Some(1), Some(1), Some(2)]);
                let senders = 1 + self.random.below(2);
                let senders = (0..senders)
                    .map(|_| {
                        let messages = self.random.below(4);
                        (0..messages)
                            .map(|_| match self.random.percent(40) {
                                true => Vec::new(),
                                false => self.list(below, free, 0),
                            })
                            .collect()
                    })
                    .collect();
                let each = match self.random.percent(50) {
                    true => Vec::new(),
                    false => self.list(below, free, 0),
                };
                let most = if self.random.percent(80) { 100 } else { 1 };
                Op::Channel {
                    capacity,
                    senders,
                    each,
                    most,
                }
            }
            19 => Op::Ask(self.list(below, free, 0)),
            _ => Op::Notified(self.list(below, free, 0)),
        }
    }

    /// Takes one of the things from the floor on.
    fn with(&mut self, depth: usize, floor: usize) -> Op {
        let wanted: Vec<usize> = (self.wanted.iter().copied())
            .filter(|thing| *thing >= floor)
            .collect();
        let thing = match wanted.is_empty() {
            true => floor + self.random.below(THINGS.len() - floor),
            false => *self.random.pick(&wanted),
        };
        let hold = match THINGS[thing] {
            Thing::Mutex => Hold::Alone,
            Thing::RwLock => *self.random.pick(&[Hold::Alone, Hold::Shared]),
            Thing::Semaphore(_) => *self.random.pick(&[Hold::Alone, Hold::Owned]),
        };
        let mut body = self.list(depth, false, thing + 1);
        if body.is_empty() {
            body.push(Op::Sleep(self.millis()));
        }
        Op::With(thing, hold, body)
    }

    fn lists(&mut self, least: usize, depth: usize, free: bool, floor: usize) -> Vec<Vec<Op>> {
        let count = least + self.random.below(2);
        (0..count).map(|_| self.list(depth, free, floor)).collect()
    }

    fn never(&mut self) -> Op {
        let nevers = [
            Never::Message,
            Never::Answer,
            Never::Notification,
            Never::Anything,
        ];
        Op::Never(*self.random.pick(&nevers))
    }

    /// Tasks that come too late for what a ring holds.
    fn victims(&mut self, things: &[(usize, Hold, Hold)]) -> Vec<Op> {
        let count = self.random.below(3);
        (0..count)
            .map(|_| {
                let (thing, _, wanted) = *self.random.pick(things);
                let sleep = Op::Sleep(20_000 + self.millis());
                spawn(vec![sleep, Op::With(thing, wanted, vec![])])
            })
            .collect()
    }
}
