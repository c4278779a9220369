//! Runs a random program: with plain Tokio, and with the program's own log beside it.

use std::{
    future::pending,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

use futures::stream::{self, StreamExt};
use tokio::{
    runtime::{Builder, RngSeed},
    sync::{Notify, mpsc, oneshot},
    task::{JoinError, JoinHandle, JoinSet, yield_now},
    time::{Instant, sleep, timeout},
};

use crate::{
    log::{Awaited, Begun, Entry, Me, Object, World},
    program::{Expected, Hold, Never, Op, Program, SetThen, Then},
};

type Boxed<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Lets the numbers of the next tasks begin where each run has them begin.
///
/// When a runtime is dropped, the tasks that are left are dropped in an order that Tokio takes from their numbers, and
/// these count over all runtimes of the process: it keeps the tasks in four lists.
fn count_tasks_anew() {
    let runtime = Builder::new_current_thread().build();
    let runtime = runtime.expect("the system has what a runtime needs");
    let number = || -> Option<u64> { runtime.spawn(async {}).id().to_string().parse().ok() };
    while number().expect("a task's number is one") % 4 != 0 {}
}

/// What a program said, without a recorder.
pub(crate) fn plainly(program: &Program) -> Vec<Entry> {
    count_tasks_anew();
    let runtime = Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .rng_seed(RngSeed::from_bytes(&program.seed.to_le_bytes()))
        .build()
        .expect("the system has what a runtime needs");
    let mut world = None;
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let main = main(program, false, &mut world);
        match program.end {
            Expected::Ends => runtime.block_on(main),
            // Nothing else can happen in all that time: then the clock jumps there.
            _ => runtime.block_on(async {
                let year = Duration::from_secs(60 * 60 * 24 * 365);
                timeout(year, main).await.unwrap_or_default();
            }),
        }
    }));
    drop(runtime);
    world.map(|w| w.entries()).unwrap_or_default()
}

/// What a program said, and the recording of it.
pub(crate) fn recorded(program: &Program) -> (Arc<World>, timeline::Recording) {
    count_tasks_anew();
    let mut world = None;
    let run = timeline::Recorder::new()
        .seed(program.seed)
        .record(main(program, true, &mut world))
        .expect("the tests are built with the instrumentation");
    (world.expect("main was polled"), run.recording)
}

async fn main(program: &Program, recorded: bool, world: &mut Option<Arc<World>>) {
    let new = World::new(recorded);
    *world = Some(new.clone());
    let me = Me::main(new);
    me.body(|me| async move { all(&me, &program.main).await })
        .await;
}

fn all<'a>(me: &'a Me, ops: &'a [Op]) -> Boxed<'a> {
    Box::pin(async move {
        for op in ops {
            one(me, op).await;
        }
    })
}

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

async fn one(me: &Me, op: &Op) {
    match op {
        Op::Sleep(millis) => {
            let begun = me.begins(Awaited::Sleep(*millis));
            sleep(ms(*millis)).await;
            begun.has();
        }
        Op::Yield => {
            let begun = me.begins(Awaited::Yield);
            yield_now().await;
            begun.has();
        }
        Op::With(thing, hold, body) => with(me, *thing, *hold, body).await,
        Op::Join(branches) => match &branches[..] {
            [a, b] => {
                tokio::join!(all(me, a), all(me, b));
            }
            [a, b, c] => {
                tokio::join!(all(me, a), all(me, b), all(me, c));
            }
            _ => unreachable!("no join has so many branches"),
        },
        Op::Select { biased, arms } => {
            let won = select(me, *biased, arms).await;
            me.got(format!("arm {won}"));
        }
        Op::Timeout(millis, body) => {
            let begun = me.begins(Awaited::Timeout(*millis));
            match timeout(ms(*millis), all(me, body)).await {
                Ok(()) => begun.was_in_vain(),
                Err(_) => begun.has(),
            }
            me.got("past the timeout");
        }
        Op::Spawn { named, body, then } => {
            let (child, handle) = spawn(me, *named, body.clone());
            match then {
                Then::Detach => drop(handle),
                Then::Await => joined(me, child, handle).await,
                Then::Abort(before) => {
                    all(me, before).await;
                    handle.abort();
                    joined(me, child, handle).await;
                }
            }
        }
        Op::Set {
            bodies,
            wait_for,
            then,
        } => set(me, bodies, *wait_for, *then).await,
        Op::Channel {
            capacity,
            senders,
            each,
            most,
        } => match capacity {
            Some(capacity) => bounded(me, *capacity, senders, each, *most).await,
            None => unbounded(me, senders, each, *most).await,
        },
        Op::Ask(body) => {
            let (tx, rx) = oneshot::channel();
            let body = body.clone();
            let task = me.child().body(|me| async move {
                all(&me, &body).await;
                let heard = tx.send(me.label);
                me.got(format!("heard: {}", heard.is_ok()));
            });
            me.world.abortable(tokio::spawn(task).abort_handle());
            let begun = me.begins(Awaited::Answer);
            let answer = rx.await;
            begun.has();
            me.got(format!("answer: {answer:?}"));
        }
        Op::Notified(body) => {
            let notify = Arc::new(Notify::new());
            let body = body.clone();
            let last = NotifyLast(notify.clone());
            let task = me.child().body(|me| async move {
                let _last = last;
                all(&me, &body).await;
            });
            me.world.abortable(tokio::spawn(task).abort_handle());
            let begun = me.begins(Awaited::Notification);
            notify.notified().await;
            begun.has();
        }
        Op::Asked {
            millis,
            meanwhile,
            waits,
        } => {
            let begun = me.begins(Awaited::Asked(*millis));
            let mut pause = pin!(sleep(ms(*millis)));
            let asked = pause.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(asked.is_pending());
            all(me, meanwhile).await;
            if *waits {
                pause.await;
                begun.has();
            }
        }
        Op::Reset {
            millis,
            before,
            again,
        } => {
            // Declared first, it is dropped last.
            let mut begun = Some(me.begins(Awaited::Sleep(*millis)));
            let mut pause = pin!(sleep(ms(*millis)));
            let came = tokio::select! {
                biased;
                () = &mut pause => true,
                () = all(me, before) => false,
            };
            if !came {
                pause.as_mut().reset(Instant::now() + ms(*again));
                drop(begun.take());
                begun = Some(me.begins(Awaited::Reset(*again)));
                pause.await;
            }
            begun.into_iter().for_each(Begun::has);
        }
        Op::Buffered {
            bodies,
            width,
            ordered,
            each,
        } => {
            let me = &me.in_a_set();
            let bodies = stream::iter(bodies).map(|body| all(me, body));
            let mut bodies = match ordered {
                true => bodies.buffered(*width).boxed(),
                false => bodies.buffer_unordered(*width).boxed(),
            };
            while bodies.next().await.is_some() {
                all(&me.outside(), each).await;
            }
        }
        Op::Abort(which) => me.world.abort(*which),
        Op::Panic => panic!("planned"),
        Op::Never(never) => {
            let begun = |what| me.begins(what);
            match never {
                Never::Message => {
                    let (_tx, mut rx) = mpsc::channel::<()>(1);
                    let _begun = begun(Awaited::Message { bounded: true });
                    rx.recv().await;
                }
                Never::Answer => {
                    let (_tx, rx) = oneshot::channel::<()>();
                    let _begun = begun(Awaited::Answer);
                    let _ = rx.await;
                }
                Never::Notification => {
                    let notify = Notify::new();
                    let _begun = begun(Awaited::Notification);
                    notify.notified().await;
                }
                Never::Anything => {
                    // A poll of its own: who parks a waker nowhere is seen only by what it no longer awaits.
                    let yields = begun(Awaited::Yield);
                    yield_now().await;
                    yields.has();
                    let _begun = begun(Awaited::Anything);
                    pending::<()>().await;
                }
            }
        }
    }
}

/// Notifies when it is dropped.
struct NotifyLast(Arc<Notify>);

impl Drop for NotifyLast {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

async fn with(me: &Me, thing: usize, hold: Hold, body: &[Op]) {
    let begun = me.begins(Awaited::Thing(thing, hold));
    match (&me.world.things[thing].0, hold) {
        (Object::Mutex(lock), _) => {
            let guard = lock.lock().await;
            begun.has();
            let _held = me.holds(thing, false, guard);
            all(me, body).await;
        }
        (Object::RwLock(lock), Hold::Shared) => {
            let guard = lock.read().await;
            begun.has();
            let _held = me.holds(thing, true, guard);
            all(me, body).await;
        }
        (Object::RwLock(lock), _) => {
            let guard = lock.write().await;
            begun.has();
            let _held = me.holds(thing, false, guard);
            all(me, body).await;
        }
        (Object::Semaphore(semaphore), Hold::Owned) => {
            let permit = semaphore.clone().acquire_owned().await;
            begun.has();
            let _held = me.holds(thing, false, permit);
            all(me, body).await;
        }
        (Object::Semaphore(semaphore), _) => {
            let permit = semaphore.acquire().await;
            begun.has();
            let _held = me.holds(thing, false, permit);
            all(me, body).await;
        }
    }
}

async fn select(me: &Me, biased: bool, arms: &[Vec<Op>]) -> usize {
    match (biased, arms) {
        (false, [a, b]) => tokio::select! {
            () = all(me, a) => 0,
            () = all(me, b) => 1,
        },
        (false, [a, b, c]) => tokio::select! {
            () = all(me, a) => 0,
            () = all(me, b) => 1,
            () = all(me, c) => 2,
        },
        (true, [a, b]) => tokio::select! {
            biased;
            () = all(me, a) => 0,
            () = all(me, b) => 1,
        },
        (true, [a, b, c]) => tokio::select! {
            biased;
            () = all(me, a) => 0,
            () = all(me, b) => 1,
            () = all(me, c) => 2,
        },
        _ => unreachable!("no select has so many arms"),
    }
}

fn spawn(me: &Me, named: bool, body: Vec<Op>) -> (usize, JoinHandle<()>) {
    let child = me.child();
    let label = child.label;
    let task = child.body(|me| async move { all(&me, &body).await });
    let handle = match named {
        true => tokio::task::Builder::new()
            .name(&format!("task {label}"))
            .spawn(task)
            .expect("inside the runtime"),
        false => tokio::spawn(task),
    };
    me.world.abortable(handle.abort_handle());
    (label, handle)
}

async fn joined(me: &Me, child: usize, handle: JoinHandle<()>) {
    let begun = me.begins(Awaited::Task(child));
    let end = handle.await;
    begun.has();
    me.got(end_of(&end));
}

fn end_of(end: &Result<(), JoinError>) -> &'static str {
    match end {
        Ok(()) => "returned",
        Err(e) if e.is_panic() => "panicked",
        Err(_) => "cancelled",
    }
}

async fn set(me: &Me, bodies: &[Vec<Op>], wait_for: usize, then: SetThen) {
    let mut set = JoinSet::new();
    for body in bodies {
        let body = body.clone();
        let task = me.child();
        let abort = set.spawn(task.body(|me| async move { all(&me, &body).await }));
        me.world.abortable(abort);
    }
    let next = async |set: &mut JoinSet<()>| {
        let begun = me.begins(Awaited::AnyTask);
        let end = set.join_next().await;
        begun.has();
        me.got(end.as_ref().map_or("none", end_of));
        end.is_some()
    };
    for _ in 0..wait_for {
        next(&mut set).await;
    }
    match then {
        SetThen::Drop => drop(set),
        SetThen::DetachAll => set.detach_all(),
        SetThen::Shutdown => {
            set.abort_all();
            while next(&mut set).await {}
        }
    }
}

async fn bounded(me: &Me, capacity: usize, senders: &[Vec<Vec<Op>>], each: &[Op], most: usize) {
    let (tx, mut rx) = mpsc::channel(capacity);
    for messages in senders {
        let (messages, tx) = (messages.clone(), tx.clone());
        let task = me.child().body(|me| async move {
            for (i, before) in messages.iter().enumerate() {
                all(&me, before).await;
                let begun = me.begins(Awaited::Room);
                let sent = tx.send((me.label, i)).await;
                begun.has();
                me.got(format!("sent {i}: {}", sent.is_ok()));
            }
        });
        me.world.abortable(tokio::spawn(task).abort_handle());
    }
    drop(tx);
    for _ in 0..most {
        let begun = me.begins(Awaited::Message { bounded: true });
        let message = rx.recv().await;
        begun.has();
        me.got(format!("{message:?}"));
        if message.is_none() {
            break;
        }
        all(me, each).await;
    }
}

async fn unbounded(me: &Me, senders: &[Vec<Vec<Op>>], each: &[Op], most: usize) {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for messages in senders {
        let (messages, tx) = (messages.clone(), tx.clone());
        let task = me.child().body(|me| async move {
            for (i, before) in messages.iter().enumerate() {
                all(&me, before).await;
                let sent = tx.send((me.label, i));
                me.got(format!("sent {i}: {}", sent.is_ok()));
            }
        });
        me.world.abortable(tokio::spawn(task).abort_handle());
    }
    drop(tx);
    for _ in 0..most {
        let begun = me.begins(Awaited::Message { bounded: false });
        let message = rx.recv().await;
        begun.has();
        me.got(format!("{message:?}"));
        if message.is_none() {
            break;
        }
        all(me, each).await;
    }
}
