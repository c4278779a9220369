//! Nothing of a recording stays in memory when it is over: a process may make as many as it likes.

use std::{
    future::Future,
    sync::{Arc, Weak},
    time::Duration,
};

use timeline::Recorder;
use tokio::{sync::Mutex, task::spawn_blocking, time::sleep};

/// Records a program; what comes back is alive for as long as anything of the recorder is.
fn record(recorder: Recorder, program: impl Future) -> Weak<()> {
    let alive = Arc::new(());
    let seen = Arc::downgrade(&alive);
    let recorder = recorder.live(move |_, _| {
        let _ = &alive;
    });
    drop(recorder.record(program).expect("it is recorded"));
    seen
}

fn assert_gone(program: impl Future) {
    let seen = record(Recorder::new(), program);
    assert_eq!(seen.strong_count(), 0, "something of the recorder is left");
}

#[test]
fn a_recording_that_is_over_leaves_nothing_behind() {
    assert_gone(async {});
    assert_gone(async {
        tokio::spawn(sleep(Duration::from_secs(1)));
        sleep(Duration::from_millis(1)).await;
        spawn_blocking(|| {}).await
    });
}

#[test]
fn nor_does_one_that_stalled() {
    assert_gone(std::future::pending::<()>());
    assert_gone(async {
        let lock = Mutex::new(());
        let _first = lock.lock().await;
        let _second = lock.lock().await;
    });
}

#[test]
fn nor_does_one_that_panicked() {
    assert_gone(async { panic!("seen by the recorder") });
}

#[test]
fn nor_does_one_with_several_threads() {
    let seen = record(Recorder::new().worker_threads(2), async {
        tokio::spawn(async {}).await
    });
    assert_eq!(seen.strong_count(), 0, "something of the recorder is left");
}
