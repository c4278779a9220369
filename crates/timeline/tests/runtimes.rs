//! Several runtimes in one process: each recording is of its own runtime, also where the two share something.

use std::{sync::Arc, sync::mpsc, thread, time::Duration};

use timeline::{Cause, Clock, End, Recorder, Recording, WaitEnd, What, record};
use tokio::{
    sync::{Mutex, oneshot},
    time::sleep,
};

fn ends(recording: &Recording) -> Vec<End> {
    let ended = recording.events.iter().filter_map(|e| match e.what {
        What::TaskEnded { how, .. } => Some(how),
        _ => None,
    });
    ended.collect()
}

fn held(recording: &Recording) -> Vec<String> {
    let held = recording.events.iter().filter_map(|e| match e.what {
        What::LockHeld { resource, .. } => recording.resource(resource).place.clone(),
        _ => None,
    });
    held.map(|place| place.line.to_string()).collect()
}

#[test]
fn one_after_the_other_each_has_its_own_recording() {
    let first = record(async { sleep(Duration::from_secs(1)).await }).unwrap();
    let second = record(async { sleep(Duration::from_secs(2)).await }).unwrap();
    assert_eq!(first.recording.duration(), 1_000_000);
    assert_eq!(second.recording.duration(), 2_000_000);
    assert_eq!(second.recording.tasks.len(), 1);
}

#[test]
fn a_runtime_on_a_thread_of_its_own_is_no_part_of_the_one_that_started_the_thread() {
    let outer = record(async {
        sleep(Duration::from_secs(1)).await;
        let inner = thread::spawn(|| {
            record(async {
                tokio::spawn(sleep(Duration::from_secs(60))).await.unwrap();
            })
        });
        let inner = inner.join().unwrap().unwrap();
        sleep(Duration::from_secs(1)).await;
        inner.recording
    })
    .unwrap();
    assert_eq!(outer.recording.duration(), 2_000_000);
    assert_eq!(outer.recording.tasks.len(), 1);
    let inner = outer.output.unwrap();
    assert_eq!(inner.duration(), 60_000_000);
    assert_eq!(inner.tasks.len(), 2);
}

#[test]
fn what_two_runtimes_share_is_told_of_the_one_that_made_it() {
    let (send_lock, receive_lock) = mpsc::channel::<(Arc<Mutex<u8>>, oneshot::Sender<u8>)>();
    let other = thread::spawn(move || {
        let (theirs, done) = receive_lock.recv().unwrap();
        record(async move {
            let own = Mutex::new(0);
            let mut first = own.lock().await;
            // The other runtime's: nothing of it may be taken for something of this one.
            let second = theirs.lock().await;
            sleep(Duration::from_secs(3)).await;
            *first += *second;
            done.send(*first).unwrap();
        })
        .unwrap()
        .recording
    });
    // The other thread is there already.
    let recorder = Recorder::new().mind_all_threads();
    let here = recorder.record(async {
        let lock = Arc::new(Mutex::new(7));
        drop(lock.lock().await);
        let (done, is_done) = oneshot::channel();
        // It waits before the other one can have begun.
        let begin = async { send_lock.send((lock, done)).unwrap() };
        tokio::join!(biased; is_done, begin).0.unwrap()
    });
    let here = here.unwrap();
    let there = other.join().unwrap();

    assert_eq!(here.output, Some(7));
    let waits: Vec<&str> = here.recording.waits.iter().map(|w| &*w.operation).collect();
    assert_eq!(waits, ["oneshot::Receiver"]);
    let over = |e: &timeline::Event| {
        let how = WaitEnd::Done;
        matches!(e.what, What::WaitEnded { how: it, .. } if it == how)
    };
    assert!(here.recording.events.iter().any(over));
    let outside = |e: &timeline::Event| matches!(&e.what, What::Woken { cause, .. } if *cause == Cause::Outside);
    assert!(here.recording.events.iter().any(outside));
    assert_eq!(held(&here.recording).len(), 1);

    assert_eq!(there.duration(), 3_000_000);
    assert_eq!(held(&there).len(), 1, "its own lock, taken once");
    let locks = there.resources.iter().filter(|r| r.type_name == "Mutex");
    assert_eq!(locks.count(), 1);
}

#[test]
fn a_task_that_another_runtime_runs_is_not_said_to_be_cancelled() {
    let elsewhere = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .unwrap();
    let handle = elsewhere.handle().clone();
    let recorder = Recorder::new().mind_all_threads();
    let run = recorder.record(async move {
        let task = handle.spawn(async {
            tokio::task::yield_now().await;
            5
        });
        task.await.unwrap()
    });
    let run = run.unwrap();
    assert_eq!(run.output, Some(5));
    assert_eq!(run.recording.clock, Clock::Paused);
    let ends: Vec<End> = ends(&run.recording);
    assert_eq!(ends, [End::Completed, End::Completed]);
}

#[test]
fn a_runtime_with_threads_of_its_own_is_recorded_beside_the_one_that_made_it() {
    let run = record(async {
        let session = Recorder::new().worker_threads(2).begin().unwrap();
        let runtime = session.runtime(|_| {}).unwrap();
        let inside = session.enter();
        let (go, gone) = tokio::sync::oneshot::channel();
        let task = runtime.spawn(async {
            tokio::task::yield_now().await;
            gone.await.unwrap();
        });
        drop(inside);
        // It goes on only when somebody waits for its end.
        let (ended, ()) = tokio::join!(task, async { go.send(()).unwrap() });
        ended.unwrap();
        session.shut_down_within(runtime, Duration::ZERO);
        session.finish()
    })
    .unwrap();
    let theirs = run.output.unwrap();
    assert_eq!(theirs.clock, Clock::Real);
    assert_eq!(theirs.tasks.len(), 1);
    let polls = theirs.events.iter();
    let polls = polls.filter(|e| matches!(e.what, What::PollStarted { .. }));
    // One more, if it came to its wait before it was let go.
    assert!((2..=3).contains(&polls.count()));
    assert_eq!(run.recording.tasks.len(), 1);
    assert_eq!(run.recording.waits[0].operation, "JoinHandle");
}
