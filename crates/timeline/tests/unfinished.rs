//! What is said of a recording that ended while its program still ran: who has been waiting, since when and for what.

#[path = "support/told.rs"]
mod told;

use std::sync::Arc;

use timeline::{Clock, Outcome, Recorder, Recording};
use tokio::{
    sync::{Mutex, oneshot},
    task::{JoinHandle, yield_now},
    time::interval,
};
use told::{explained, ms, nap};

/// The recording of a program as it is right before its end: as one that is stopped from outside leaves it.
fn cut_off<T>(program: impl Future<Output = T>) -> Recording {
    let session = Recorder::new().begin().expect("it can be recorded");
    let runtime = session.runtime(|_| {}).expect("there is a runtime");
    let mut taken = None;
    session.block_on(&runtime, async {
        let _kept = program.await;
        taken = Some(session.recording());
    });
    session.shut_down(runtime);
    let recording = taken.expect("the program came to its last line");
    assert_eq!(recording.outcome, Outcome::Unfinished);
    recording
}

/// The recording of a program in the middle of its last poll, as another thread takes it: as one leaves it that computes
/// for ever and is stopped from outside.
fn stopped<T>(recorder: Recorder, program: impl Future<Output = T>) -> Recording {
    let session = recorder.begin().expect("it can be recorded");
    let runtime = session.runtime(|_| {}).expect("there is a runtime");
    let mut taken = None;
    session.block_on(&runtime, async {
        let _kept = program.await;
        let taking = || taken = Some(session.recording());
        std::thread::scope(|scope| scope.spawn(taking).join()).expect("it can be taken");
    });
    session.shut_down(runtime);
    taken.expect("it was taken")
}

fn named(name: &str, body: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    let builder = tokio::task::Builder::new().name(name);
    builder.spawn(body).expect("inside the runtime")
}

async fn ticks(times: usize) {
    let mut tick = interval(ms(100));
    for _ in 0..times {
        tick.tick().await;
    }
}

#[test]
fn who_has_been_waiting_for_long_is_told_with_since_when_and_for_what() {
    let (_keeps, answer) = oneshot::channel::<u32>();
    let recording = cut_off(async {
        let lock = Arc::new(Mutex::new(0));
        let guard = lock.clone().lock_owned().await;
        named("waits", async move {
            nap(250).await;
            answer.await.expect("never");
        });
        named("needs", async move { *lock.lock().await += 1 });
        // It waits for a timer: it goes on by itself.
        named("ticks", ticks(1000));
        ticks(30).await;
        guard
    });
    insta::assert_snapshot!(explained(&recording), @"
    The program still ran when the recording ended, at 9.9 s. These tasks had been waiting for long by then, for something other than a timer:
    `needs` has been waiting since 9 s for the Mutex made on line N at crates/timeline/tests/unfinished.rs:99 (which `main` holds).
    `waits` has been waiting since 999 ms for `oneshot::Receiver` at crates/timeline/tests/unfinished.rs:99.
    ");
}

#[test]
fn where_the_clock_stands_still_the_steps_tell_what_is_long() {
    let (_keeps, answer) = oneshot::channel::<u32>();
    let recording = cut_off(async {
        named("waits", async move {
            answer.await.expect("never");
        });
        for _ in 0..50 {
            yield_now().await;
        }
    });
    insta::assert_snapshot!(explained(&recording), @"
    The program still ran when the recording ended, at 9 s. One task had been waiting for long by then, for something other than a timer:
    `waits` has been waiting since 9 s for `oneshot::Receiver` at crates/timeline/tests/unfinished.rs:99.
    ");
}

#[test]
fn nothing_is_said_of_one_in_which_nobody_waits_for_long() {
    let recording = cut_off(async {
        let (tx, mut rx) = tokio::sync::mpsc::channel(1);
        named(
            "receives",
            async move { while rx.recv().await.is_some() {} },
        );
        for _ in 0..30 {
            nap(100).await;
            tx.send(()).await.expect("it is received");
        }
    });
    assert_eq!(explained(&recording), "");
}

#[test]
fn who_is_in_a_poll_without_end_is_named_with_what_it_waited_for_last() {
    let (_keeps, answer) = oneshot::channel::<u32>();
    let recording = stopped(Recorder::new(), async {
        named("waits", async move {
            answer.await.expect("never");
        });
        nap(1000).await;
    });
    assert_eq!(recording.taken_during, None);
    insta::assert_snapshot!(explained(&recording), @"
    The program still ran when the recording ended, at 9 s.
    `main` has been running since 9 s without coming to an `.await` that has to wait: it computes, or it blocks the thread. The last that it waited for was at crates/timeline/tests/support/told.rs:99. Until this poll of it ends, no other task of its runtime runs, and an `abort` does not end it.
    One task had been waiting for long by then, for something other than a timer:
    `waits` has been waiting since 9 s for `oneshot::Receiver` at crates/timeline/tests/unfinished.rs:999.
    ");
}

#[test]
fn on_the_computers_clock_a_poll_may_have_begun_just_then() {
    let recording = stopped(Recorder::new().clock(Clock::Real), async {});
    let told = explained(&recording);
    assert!(!told.contains("computes"), "{told}");
}

#[test]
fn who_takes_the_recording_itself_is_not_accused() {
    let recording = cut_off(async {});
    assert_eq!(recording.taken_during, Some(timeline::TaskId(1)));
    assert_eq!(explained(&recording), "");
}
