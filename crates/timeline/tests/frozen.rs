//! Programs that stop in the middle of a poll: their threads wait for one another, and nobody is left to wake one.
#![cfg(target_os = "linux")]

#[path = "support/told.rs"]
mod told;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use timeline::{Clock, Outcome, Recorder, Recording};
use told::{explained, nap};

/// What is told of a program that freezes. It gets something that waits until it was told, so that the test goes on.
fn frozen<F: Future>(
    recorder: Recorder,
    program: impl FnOnce(mpsc::Receiver<()>) -> F,
) -> Recording {
    let (thaw, waits) = mpsc::channel();
    let (tell, told) = mpsc::channel();
    let recorder = recorder.on_frozen(move |recording| {
        tell.send(recording.clone()).unwrap();
        thaw.send(()).unwrap();
    });
    recorder.record(program(waits)).unwrap();
    told.try_recv().expect("it was told")
}

/// A recorder that says whether it has told anything.
fn accuses() -> (Recorder, Arc<AtomicBool>) {
    let accused = Arc::new(AtomicBool::new(false));
    let tell = accused.clone();
    let recorder = Recorder::new().on_frozen(move |_| tell.store(true, Ordering::SeqCst));
    (recorder, accused)
}

#[test]
fn a_task_that_blocks_the_thread_for_ever_is_told() {
    let recording = frozen(Recorder::new(), |waits| async move {
        let other = tokio::spawn(nap(10));
        nap(1).await;
        waits.recv().unwrap();
        other.await.unwrap();
    });
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 ms: `main` blocks its thread, and all other threads wait as well, each for another one. Without the recorder, the program would hang here for ever.
    `main` runs, and has called something after crates/timeline/tests/support/told.rs:99 that gives the thread back only when another thread does something.
    `nap` waits at crates/timeline/tests/support/told.rs:99 for its sleep until 99 ms.
    A lock of `std::sync` that is held across an `.await`, the `recv` of a channel for threads, a `join` of a thread, and `block_on` block the thread that the other tasks need. Use what Tokio has instead, drop the guard before the `.await`, or move the call to `tokio::task::spawn_blocking`.
    ");
}

#[test]
fn a_thread_that_waits_for_a_task_that_waits_for_it_is_a_stall() {
    let recording = frozen(Recorder::new(), |waits| async move {
        let (answer, question) = mpsc::channel::<()>();
        let thread = thread::spawn(move || {
            waits.recv().unwrap();
            drop(answer);
        });
        question.recv().unwrap_err();
        thread.join().unwrap();
    });
    let explained = explained(&recording);
    assert!(
        explained.starts_with("Stalled at 9 s: `main` blocks its thread"),
        "{explained}"
    );
}

#[test]
fn a_closure_that_never_returns_is_told_when_the_runtime_waits_for_it() {
    let recording = frozen(Recorder::new(), |waits| async move {
        tokio::task::spawn_blocking(move || waits.recv().unwrap());
    });
    let explained = explained(&recording);
    assert!(explained.contains("blocks its thread"), "{explained}");
}

#[test]
fn nobody_is_accused_while_a_thread_still_works() {
    let (recorder, accused) = accuses();
    let run = recorder.record(async {
        let (tell, told) = mpsc::channel();
        let lock = Arc::new(Mutex::new(0));
        let other = lock.clone();
        let thread = thread::spawn(move || {
            let mut number = other.lock().unwrap();
            // Longer than two looks. It waits for nobody.
            thread::sleep(Duration::from_millis(350));
            *number = 1;
            tell.send(()).unwrap();
        });
        told.recv().unwrap();
        thread.join().unwrap();
        *lock.lock().unwrap()
    });
    assert_eq!(run.unwrap().output, Some(1));
    assert!(!accused.load(Ordering::SeqCst));
}

#[test]
fn nobody_is_accused_while_a_thread_works_that_was_there_before() {
    let (ask, asked) = mpsc::channel::<mpsc::Sender<u32>>();
    let helper = thread::spawn(move || {
        let answer = asked.recv().unwrap();
        thread::sleep(Duration::from_millis(350));
        answer.send(7).unwrap();
    });
    let (recorder, accused) = accuses();
    let run = recorder.record(async move {
        let (answer, answered) = mpsc::channel();
        ask.send(answer).unwrap();
        let number = answered.recv().unwrap();
        nap(1).await;
        number
    });
    let run = run.unwrap();
    assert_eq!(run.output, Some(7));
    assert_eq!(run.recording.duration(), 1000);
    assert!(!accused.load(Ordering::SeqCst));
    helper.join().unwrap();
}

#[test]
fn a_stall_on_several_threads_is_noticed() {
    let recorder = Recorder::new().clock(Clock::Real).worker_threads(2);
    let run = recorder.record(async {
        let (kept, receiver) = tokio::sync::oneshot::channel::<()>();
        let waits = tokio::spawn(receiver);
        let _ = waits.await;
        drop(kept);
    });
    let recording = run.unwrap().recording;
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
    let explained = explained(&recording);
    assert!(
        explained.contains("for a message from the oneshot"),
        "{explained}"
    );
}
