//! What Tokio does not report, by the stacks alone: `Notify`, `CancellationToken`, `TaskTracker`, `watch`, `broadcast`, futures
//! written by hand, and wakes that mean nothing.

#[path = "support/told.rs"]
mod told;

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use timeline::{WarningKind, label};
use tokio::sync::{Barrier, Mutex, Notify, broadcast, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use told::{explained, nap, run, told, waits_of};

#[test]
fn a_token_says_who_cancelled_it_and_who_was_woken_by_that() {
    let recording = run(async {
        let token = CancellationToken::new();
        let child = token.child_token();
        let listener = tokio::spawn(async move { child.cancelled_owned().await });
        let other = token.clone();
        let selects = tokio::spawn(async move {
            tokio::select! {
                () = other.cancelled() => {}
                () = nap(100) => {}
            }
        });
        let other = token.clone();
        let runs = tokio::spawn(async move { other.run_until_cancelled(nap(100)).await });
        nap(1).await;
        token.cancel();
        let _ = tokio::join!(listener, selects, runs);
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` sleeps on line N of told.rs until 1 ms
     0 s `line N` waits on line N for `CancellationToken::cancelled_owned`
     0 s `line N` sleeps on line N of told.rs until 100 ms
     0 s `line N` waits on line N for `CancellationToken::cancelled`
     0 s `line N` sleeps on line N of told.rs until 100 ms
     0 s `line N` waits on line N for `CancellationToken::run_until_cancelled`
    1 ms `main` is woken: its sleep is over
    1 ms `main` has slept
    1 ms `main` wakes `line N` with `CancellationToken::cancel` on line N
    1 ms `main` wakes `line N` with `CancellationToken::cancel` on line N
    1 ms `main` wakes `line N` with `CancellationToken::cancel` on line N
    1 ms `main` waits on line N for the end of `line N`
    1 ms `main` waits on line N for the end of `line N`
    1 ms `main` waits on line N for the end of `line N`
    1 ms `line N` has what it waited for: `CancellationToken::cancelled_owned`
    1 ms `line N` is completed
    1 ms `main` is woken, because `line N` has ended
    1 ms `line N` has what it waited for: `CancellationToken::cancelled`
    1 ms `line N` no longer waits for its sleep until 100 ms: that future is dropped
    1 ms `line N` is completed
    1 ms `main` is woken once more; it is ready already, because `line N` has ended
    1 ms `line N` has what it waited for: `CancellationToken::run_until_cancelled`
    1 ms `line N` no longer waits for its sleep until 100 ms: that future is dropped
    1 ms `line N` is completed
    1 ms `main` is woken once more; it is ready already, because `line N` has ended
    1 ms `main` has what it waited for: the end of `line N`
    1 ms `main` has what it waited for: the end of `line N`
    1 ms `main` has what it waited for: the end of `line N`
    1 ms `main` is completed
    ");
}

#[test]
fn a_guard_of_a_token_cancels_it() {
    let recording = run(async {
        let token = CancellationToken::new();
        let child = token.clone();
        let listener = tokio::spawn(async move {
            tokio::join!(child.cancelled(), nap(2));
        });
        let guard = token.drop_guard();
        nap(1).await;
        drop(guard);
        listener.await.unwrap();
    });
    let told = told(&recording);
    assert!(
        told.contains("`main` wakes `line N` with `DropGuard::drop` on line N"),
        "{told}"
    );
    let listener = &recording.tasks[1].name;
    assert_eq!(
        waits_of(&recording, listener),
        [
            "sleep: Done at 2 ms",
            "CancellationToken::cancelled: Done at 1 ms"
        ]
    );
}

#[test]
fn stalls_over_what_nobody_is_known_to_bring_about_have_a_way_out() {
    let recording = run(async {
        let tracker = TaskTracker::new();
        tracker.spawn(nap(3));
        tracker.wait().await;
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 ms: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/unreported.rs:999 for `TaskTracker::wait`.
    A `TaskTracker` lets go of who waits for it when it is closed and empty. Call `close` when nothing more is to be spawned, and look for a task that does not end.
    ");
    let recording = run(async {
        let (bell, token) = (Arc::new(Notify::new()), CancellationToken::new());
        let waits = bell.clone();
        let late = tokio::spawn(async move {
            nap(1).await;
            waits.notified().await;
        });
        bell.notify_waiters();
        tokio::join!(late, token.cancelled()).0.unwrap();
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 ms: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/unreported.rs:999 for the end of `line N`.
    `main` waits at crates/timeline/tests/unreported.rs:999 for `CancellationToken::cancelled`.
    `line N` waits at crates/timeline/tests/unreported.rs:999 for `Notify::notified`.
    Who waits for a `Notify` goes on when somebody notifies it. `notify_one` leaves a permit for the next one, if nobody waits; `notify_waiters` leaves nothing, and who begins to wait after it has missed it.
    Who waits for a `CancellationToken` goes on when somebody calls `cancel` on it, or on the token that it is a child of. Look for who was to do so, and for a way through that code on which it does not.
    ");
}

#[test]
fn notifications_of_both_kinds_are_told_apart_from_others() {
    let recording = run(async {
        let (bell, token) = (Arc::new(Notify::new()), CancellationToken::new());
        let (rings, cancelled) = (bell.clone(), token.clone());
        let task = tokio::spawn(async move {
            tokio::join!(rings.notified(), cancelled.cancelled());
        });
        let owned = tokio::spawn(bell.clone().notified_owned());
        nap(1).await;
        bell.notify_one();
        nap(1).await;
        token.cancel();
        bell.notify_waiters();
        task.await.unwrap();
        owned.await.unwrap();
    });
    let task = &recording.tasks[1].name;
    assert_eq!(
        waits_of(&recording, task),
        [
            "Notify::notified: Done at 1 ms",
            "CancellationToken::cancelled: Done at 2 ms"
        ]
    );
    let owned = &recording.tasks[2].name;
    assert_eq!(
        waits_of(&recording, owned),
        ["Notify::notified_owned: Done at 2 ms"]
    );
}

#[test]
fn handles_whose_tasks_end_at_once_are_all_done() {
    let recording = run(async {
        let task = || tokio::spawn(async {});
        let (one, two, three) = tokio::join!(task(), task(), task());
        one.and(two).and(three).unwrap();
    });
    assert_eq!(waits_of(&recording, "main"), ["JoinHandle: Done at 0 s"; 3]);
    let mut ends: Vec<_> = recording.waits.iter().filter_map(|w| w.target).collect();
    ends.dedup();
    assert_eq!(ends.len(), 3, "each wait was for another task");
}

/// Is ready when it is polled for the second time, and has the task woken for that.
#[derive(Default)]
struct SecondTime(bool);

impl Future for SecondTime {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        tokio::spawn(async move {
            nap(1).await;
            waker.wake();
        });
        Poll::Pending
    }
}

#[test]
fn a_future_written_by_hand_is_called_after_its_type() {
    let recording = run(async {
        SecondTime::default().await;
        tokio::spawn(SecondTime::default()).await.unwrap();
    });
    let waits = ["SecondTime: Done at 1 ms", "JoinHandle: Done at 2 ms"];
    assert_eq!(waits_of(&recording, "main"), waits);
    assert_eq!(
        waits_of(&recording, "SecondTime"),
        ["SecondTime: Done at 2 ms"]
    );
    let told = told(&recording);
    assert!(told.contains("`line N` wakes `main` on line N"), "{told}");
    assert!(told.contains("wakes `SecondTime` on line N"), "{told}");
}

/// Gives the task's waker to another one, which wakes it once, for nothing.
async fn is_woken_for_nothing() {
    let waker = std::future::poll_fn(|context| Poll::Ready(context.waker().clone())).await;
    tokio::spawn(async move {
        nap(1).await;
        waker.wake();
    });
}

#[test]
fn who_is_woken_for_nothing_goes_on_waiting() {
    let recording = run(async {
        is_woken_for_nothing().await;
        tokio::spawn(nap(9)).await.unwrap();
    });
    assert_eq!(waits_of(&recording, "main"), ["JoinHandle: Done at 9 ms"]);

    let recording = run(async {
        is_woken_for_nothing().await;
        Notify::new().notified().await;
    });
    assert_eq!(
        waits_of(&recording, "main"),
        ["Notify::notified: Done at 1 ms", "Notify::notified: never"]
    );
    let explained = explained(&recording);
    assert!(
        !explained.contains("left its waker with nobody"),
        "{explained}"
    );
}

#[test]
fn watch_and_broadcast_say_who_sent_and_who_was_woken() {
    let recording = run(async {
        let (set, mut seen) = watch::channel(0);
        let (say, mut heard) = broadcast::channel(2);
        let watches = tokio::spawn(async move { seen.wait_for(|n| *n == 2).await.map(|n| *n) });
        let listens = tokio::spawn(async move { while heard.recv().await.is_ok() {} });
        for n in 1..=2 {
            nap(1).await;
            set.send(n).unwrap();
            say.send(n).unwrap();
        }
        drop(say);
        watches.await.unwrap().unwrap();
        listens.await.unwrap();
    });
    assert_eq!(
        waits_of(&recording, &recording.tasks[1].name),
        [
            "watch::Receiver::wait_for: Done at 1 ms",
            "watch::Receiver::wait_for: Done at 2 ms"
        ]
    );
    let told = told(&recording);
    for sender in ["watch::Sender::send", "broadcast::Sender::send"] {
        let woken = format!("`main` wakes `line N` with `{sender}` on line N");
        assert!(told.contains(&woken), "{told}");
    }
}

#[test]
fn a_barrier_says_how_many_have_come() {
    let recording = run(async {
        let barrier = Arc::new(Barrier::new(3));
        let other = barrier.clone();
        tokio::spawn(async move { other.wait().await });
        barrier.wait().await;
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/unreported.rs:999 for the Barrier made on line N, to which 9 of 9 have come.
    `line N` waits at crates/timeline/tests/unreported.rs:999 for the Barrier made on line N, to which 9 of 9 have come.
    A `Barrier` lets go when as many tasks wait as it was made for. Count those that come, also where one of them ends before it gets there.
    ");
    assert_eq!(recording.resources[0].size, Some(3));
}

/// Two tasks that take two locks in opposite orders, under names of the program's own.
async fn crossing() -> [tokio::task::JoinHandle<()>; 2] {
    let locks = [Arc::new(Mutex::new(())), Arc::new(Mutex::new(()))];
    let take = |first: Arc<Mutex<()>>, second: Arc<Mutex<()>>| async move {
        let _first = label("the first", first.lock()).await;
        nap(1).await;
        let _second = label("the second", second.lock()).await;
    };
    let [one, two] = locks;
    let there = tokio::spawn(take(one.clone(), two.clone()));
    [there, tokio::spawn(take(two, one))]
}

#[test]
fn a_lock_inside_a_label_is_seen_in_a_deadlock() {
    let recording = run(async {
        let [there, back] = crossing().await;
        let _ = tokio::join!(there, back);
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 ms: `line N` and `line N` wait for one another, each for something that the next one holds.
    `main` waits at crates/timeline/tests/unreported.rs:999 for the end of a task (`JoinHandle`).
    `main` waits at crates/timeline/tests/unreported.rs:999 for the end of a task (`JoinHandle`).
    `line N` waits at crates/timeline/tests/unreported.rs:999 for `the second` (the Mutex made on line N), which `line N` holds.
    `line N` waits at crates/timeline/tests/unreported.rs:999 for `the second` (the Mutex made on line N), which `line N` holds.
    The way out: take the locks in the same order everywhere, or give the first one back before asking for the second.
    ");
    let recording = run(async {
        let _tasks = crossing().await;
        nap(10).await;
    });
    let warnings = timeline::warnings(&recording);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind, WarningKind::Deadlock);
}

#[test]
fn a_label_with_more_inside_than_one_lock_is_no_wait_for_that_lock() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(()));
        let guard = lock.lock().await;
        let other = lock.clone();
        let task = tokio::spawn(label("both", async move {
            nap(1).await;
            let _guard = other.lock().await;
        }));
        nap(5).await;
        drop(guard);
        task.await.unwrap();
    });
    let both = recording.waits.iter().find(|w| w.label.is_some()).unwrap();
    assert_eq!(both.resource, None);
}
