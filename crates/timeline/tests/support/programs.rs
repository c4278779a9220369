//! Small programs of many kinds, recorded, and one recording that no program made and that has everything in it.

#[path = "compute.rs"]
mod compute;

use std::{sync::Arc, time::Duration};

use timeline::*;
use tokio::{
    sync::{Barrier, Mutex, Notify, RwLock, Semaphore, mpsc, oneshot},
    task::{JoinSet, LocalSet, yield_now},
    time::{sleep, timeout},
};

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn run<F: Future>(program: F) -> Recording {
    record(program)
        .expect("the tests are built with the instrumentation")
        .recording
}

/// Each with what it shows.
pub(crate) fn recorded() -> Vec<(&'static str, Recording)> {
    vec![
        ("sleeps in branches", run(branches())),
        ("channels", run(channels())),
        ("channels that lose an end", run(ends_of_channels())),
        (
            "a channel of which nobody can tell how full it is",
            run(tried()),
        ),
        ("a sender that is kept", run(kept())),
        (
            "a sender that goes with its task",
            run(goes_with_its_task()),
        ),
        ("an answer that nobody gives", run(unanswered())),
        ("a lock that is contended", run(locks())),
        ("a lock that is read and written", run(shared_locks())),
        ("permits", run(permits())),
        ("a barrier and a notification", run(meeting())),
        ("tasks that end in every way", run(ends())),
        ("local tasks", run(local())),
        ("blocking work", run(blocking())),
        (
            "a poll that blocks the thread",
            run(async { std::thread::sleep(ms(30)) }),
        ),
        (
            "a poll that computes for long",
            run(async { compute::compute_alone(ms(130)) }),
        ),
        (
            "the main future panics",
            run(async { panic!("seen by the recorder") }),
        ),
        (
            "the main future panics without a word",
            run(async { std::panic::panic_any(7) }),
        ),
        ("two locks in two orders", run(deadlock())),
        ("permits that nobody gives back", run(starved())),
        ("a permit that is forgotten", run(forgotten())),
        ("nobody has the waker", run(std::future::pending::<()>())),
        ("a thread outside answers", run(outside())),
        ("on the real clock", on_the_real_clock()),
        ("polls that are timed", timed()),
        ("on several threads", on_several_threads()),
        ("cut off", cut_off()),
        ("still running", still_running()),
    ]
}

async fn branches() {
    tokio::join!(label("left", sleep(ms(30))), sleep(ms(20)));
    tokio::select! { () = sleep(ms(10)) => {}, () = sleep(ms(20)) => {} }
    timeout(ms(5), std::future::pending::<()>())
        .await
        .unwrap_err();
    yield_now().await;
    timeline::println!("done");
}

async fn channels() {
    let (tx, mut rx) = mpsc::channel(1);
    let consumer = tokio::spawn(async move { while rx.recv().await.is_some() {} });
    for i in 0..3 {
        tx.send(i).await.unwrap();
    }
    drop(tx);
    consumer.await.unwrap();
}

async fn ends_of_channels() {
    let (tx, rx) = oneshot::channel::<u32>();
    drop(tx);
    rx.await.unwrap_err();
    let (tx, rx) = oneshot::channel();
    drop(rx);
    tx.send(1).unwrap_err();
    let (tx, rx) = mpsc::channel(2);
    tx.send(1).await.unwrap();
    drop(rx);
}

async fn tried() {
    let (tx, mut rx) = mpsc::channel(2);
    tx.try_send(1).unwrap();
    rx.recv().await.unwrap();
}

async fn kept() {
    let (tx, mut rx) = mpsc::channel(2);
    tokio::spawn(std::future::pending::<()>());
    tx.send(1).await.unwrap();
    while rx.recv().await.is_some() {}
}

async fn unanswered() {
    let (_keeps, rx) = oneshot::channel::<u32>();
    tokio::spawn(std::future::pending::<()>());
    rx.await.unwrap();
}

async fn goes_with_its_task() {
    tokio::spawn(async {
        let (_keeps, rx) = oneshot::channel::<u32>();
        rx.await.unwrap();
    });
    sleep(ms(5)).await;
}

async fn locks() {
    let lock = Arc::new(Mutex::new(0));
    let mut set = JoinSet::new();
    for _ in 0..3 {
        let lock = lock.clone();
        set.spawn(async move {
            let mut count = lock.lock().await;
            sleep(ms(10)).await;
            *count += 1;
        });
    }
    set.join_all().await;
}

async fn shared_locks() {
    let lock = RwLock::new(0);
    let read = async || {
        let _count = lock.read().await;
        sleep(ms(10)).await;
    };
    let write = async {
        *lock.write().await += 1;
    };
    tokio::join!(read(), read(), write);
}

async fn permits() {
    let permits = Arc::new(Semaphore::new(2));
    let mut set = JoinSet::new();
    for _ in 0..4 {
        let permits = permits.clone();
        set.spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            sleep(ms(10)).await;
        });
    }
    set.join_all().await;
}

async fn meeting() {
    let (barrier, notify) = (Arc::new(Barrier::new(2)), Arc::new(Notify::new()));
    let other = tokio::spawn({
        let (barrier, notify) = (barrier.clone(), notify.clone());
        async move {
            barrier.wait().await;
            notify.notify_one();
            notify.notify_one();
        }
    });
    barrier.wait().await;
    // Both wake the same task, and the second time changes nothing.
    tokio::join!(notify.notified(), other).1.unwrap();
}

async fn ends() {
    let panics = tokio::spawn(async { panic!("seen by the recorder") });
    panics.await.unwrap_err();
    let cancelled = tokio::spawn(std::future::pending::<()>());
    yield_now().await;
    cancelled.abort();
    cancelled.await.unwrap_err();
    tokio::spawn(sleep(ms(1000)));
    yield_now().await;
}

async fn local() {
    let set = LocalSet::new();
    set.run_until(async { tokio::task::spawn_local(sleep(ms(5))).await.unwrap() })
        .await;
}

async fn blocking() {
    tokio::task::spawn_blocking(|| std::thread::sleep(ms(5)))
        .await
        .unwrap();
}

async fn deadlock() {
    async fn both(first: Arc<Mutex<()>>, second: Arc<Mutex<()>>) {
        let _first = first.lock().await;
        sleep(ms(5)).await;
        let _second = second.lock().await;
    }
    let (left, right) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
    let one = tokio::spawn(both(left.clone(), right.clone()));
    let two = tokio::spawn(both(right, left));
    let _ = tokio::join!(one, two);
}

async fn starved() {
    let permits = Arc::new(Semaphore::new(1));
    let keeps = tokio::spawn({
        let permits = permits.clone();
        async move {
            let _permit = permits.acquire().await.unwrap();
            std::future::pending::<()>().await;
        }
    });
    yield_now().await;
    let _permit = permits.acquire().await.unwrap();
    keeps.await.unwrap();
}

async fn forgotten() {
    let permits = Arc::new(Semaphore::new(1));
    let forgets = permits.clone();
    let forgets = async move { forgets.acquire().await.unwrap().forget() };
    tokio::spawn(forgets).await.unwrap();
    let _permit = permits.acquire().await.unwrap();
}

async fn outside() {
    let (tx, rx) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(ms(20));
        tx.send(()).unwrap();
    });
    rx.await.unwrap();
    thread.join().unwrap();
}

fn on_several_threads() -> Recording {
    let recorder = Recorder::new().worker_threads(2);
    recorder
        .record(async { tokio::spawn(yield_now()).await.unwrap() })
        .unwrap()
        .recording
}

fn on_the_real_clock() -> Recording {
    let recorder = Recorder::new().clock(Clock::Real);
    recorder
        .record(async { sleep(ms(2)).await })
        .unwrap()
        .recording
}

fn cut_off() -> Recording {
    let recorder = Recorder::new().max_events(40);
    recorder.record(locks()).unwrap().recording
}

fn timed() -> Recording {
    let recorder = Recorder::new().real_time(true);
    let run = recorder.record(yield_now()).expect("it can be recorded");
    run.recording
}

fn still_running() -> Recording {
    let session = Recorder::new().begin().unwrap();
    let runtime = session.runtime(|_| {}).unwrap();
    let mut taken = None;
    session.block_on(&runtime, async {
        sleep(ms(5)).await;
        taken = Some(session.recording());
    });
    session.shut_down(runtime);
    taken.expect("the future ran")
}

/// Has every kind of event and every field, with something in it. A variant or field that is new does not compile here
/// until it is added, and then asks for its place in the schema.
pub(crate) fn everything() -> Vec<Recording> {
    let (one, lock, wait) = (TaskId(1), ResourceId(1), WaitId(1));
    let place = Place {
        file: "src/main.rs".to_owned(),
        line: 7,
    };
    let operation = Some("Notify::notify_one".to_owned());
    let kinds = [
        TaskKind::Main,
        TaskKind::Spawned,
        TaskKind::Local,
        TaskKind::Blocking,
    ];
    let tasks = kinds.iter().zip(1..).map(|(kind, id)| Task {
        id: TaskId(id),
        name: format!("task {id}"),
        kind: *kind,
        place: Some(place.clone()),
        parent: Some(one),
    });
    let causes = [
        Cause::Task {
            task: one,
            operation: operation.clone(),
            place: Some(place.clone()),
        },
        Cause::Itself {
            operation,
            place: Some(place.clone()),
        },
        Cause::End { task: one },
        Cause::Timer { wait: Some(wait) },
        Cause::Outside,
        Cause::Unknown,
    ];
    let mut whats = vec![
        What::TaskSpawned { task: one },
        What::PollStarted { task: one },
        What::PollEnded {
            task: one,
            blocked: true,
            computed: true,
            real_nanos: Some(7),
        },
        What::WaitStarted { wait },
        What::LockHeld {
            resource: lock,
            task: Some(one),
            shared: true,
        },
        What::LockFreed {
            resource: lock,
            task: Some(one),
            shared: true,
        },
        What::PermitsChanged {
            resource: lock,
            available: 3,
        },
        What::ClockAdvanced { from: 0, to: 0 },
        What::Note {
            text: "hello".to_owned(),
        },
        What::Stalled,
    ];
    whats.extend(causes.map(|cause| What::Woken {
        task: one,
        cause,
        redundant: true,
    }));
    let ends = [End::Completed, End::Panicked, End::Cancelled, End::Shutdown];
    whats.extend(ends.map(|how| What::TaskEnded {
        task: one,
        how,
        by: Some(one),
        panic: Some(Panic {
            message: Some("no".to_owned()),
            place: Some(place.clone()),
        }),
    }));
    let ends = [WaitEnd::Done, WaitEnd::Abandoned];
    whats.extend(ends.map(|how| What::WaitEnded { wait, how }));
    whats.extend([
        What::ChannelChanged {
            resource: lock,
            queued: Some(2),
            gone: None,
            owner: None,
        },
        What::ChannelChanged {
            resource: lock,
            queued: None,
            gone: Some(ChannelEnd::Sender),
            owner: Some(one),
        },
        What::ChannelChanged {
            resource: lock,
            queued: Some(0),
            gone: Some(ChannelEnd::Receiver),
            owner: None,
        },
        What::ChannelChanged {
            resource: lock,
            queued: Some(0),
            gone: Some(ChannelEnd::Both),
            owner: None,
        },
    ]);
    whats.iter().for_each(every_kind);
    let outcomes = [
        Outcome::Completed,
        Outcome::Panicked {
            message: Some("no".to_owned()),
        },
        Outcome::Stalled(Stall {
            cycle: vec![one],
            waiting: vec![Stuck {
                task: one,
                on: vec![StuckOn {
                    wait,
                    held_by: vec![one],
                    taken_by: vec![one],
                    lost: vec![Lost {
                        task: one,
                        place: Some(place.clone()),
                        owned: true,
                    }],
                    other_end: vec![one],
                    unused: true,
                }],
            }],
        }),
        Outcome::Unfinished,
    ];
    let recording = Recording {
        format: FORMAT.to_owned(),
        version: VERSION,
        clock: Clock::Paused,
        outcome: Outcome::Completed,
        tasks: tasks.collect(),
        resources: vec![Resource {
            id: lock,
            type_name: "Mutex".to_owned(),
            place: Some(place.clone()),
            capacity: Some(3),
            size: Some(3),
        }],
        waits: vec![Wait {
            id: wait,
            task: one,
            operation: "Mutex::lock".to_owned(),
            label: Some("mine".to_owned()),
            resource: Some(lock),
            target: Some(one),
            deadline: Some(5),
            place: Some(place.clone()),
            stack: vec![Frame {
                function: "main".to_owned(),
                place,
            }],
        }],
        events: whats
            .into_iter()
            .zip(0..)
            .map(|(what, step)| Event {
                step,
                at: 0,
                during: Some(one),
                worker: Some(1),
                what,
            })
            .collect(),
        omitted: 0,
        taken_during: Some(one),
    };
    outcomes.iter().for_each(every_outcome);
    let clocks = [Clock::Paused, Clock::Real];
    outcomes
        .into_iter()
        .zip(clocks.into_iter().cycle())
        .map(|(outcome, clock)| Recording {
            outcome,
            clock,
            ..recording.clone()
        })
        .collect()
}

/// Does not compile when there is a kind that [`everything`] was not told of.
fn every_kind(what: &What) {
    match what {
        What::TaskSpawned { .. }
        | What::PollStarted { .. }
        | What::PollEnded { .. }
        | What::WaitStarted { .. }
        | What::WaitEnded { .. }
        | What::LockHeld { .. }
        | What::LockFreed { .. }
        | What::PermitsChanged { .. }
        | What::ChannelChanged { .. }
        | What::ClockAdvanced { .. }
        | What::Note { .. }
        | What::Stalled => {}
        What::Woken { cause, .. } => match cause {
            Cause::Task { .. }
            | Cause::Itself { .. }
            | Cause::End { .. }
            | Cause::Timer { .. }
            | Cause::Outside
            | Cause::Unknown => {}
        },
        What::TaskEnded { how, .. } => match how {
            End::Completed | End::Panicked | End::Cancelled | End::Shutdown => {}
        },
    }
}

/// The same for how a run ends.
fn every_outcome(outcome: &Outcome) {
    match outcome {
        Outcome::Completed
        | Outcome::Panicked { .. }
        | Outcome::Stalled(_)
        | Outcome::Unfinished => {}
    }
}
