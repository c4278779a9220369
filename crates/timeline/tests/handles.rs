//! Handles of tasks: whose end each wait was for, and rings that go through them.

#[path = "support/told.rs"]
mod told;

use std::{sync::Arc, time::Duration};

use timeline::{Outcome, Recording, What, text::duration};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::{JoinHandle, JoinSet},
};
use told::{explained, nap, run};

/// Whose end each wait for a handle was for, and when it was over.
fn awaited(recording: &Recording) -> Vec<String> {
    let waits = recording
        .waits
        .iter()
        .filter(|w| w.operation == "JoinHandle");
    let over = |wait| {
        let ended =
            |e: &&timeline::Event| matches!(e.what, What::WaitEnded { wait: w, .. } if w == wait);
        recording
            .events
            .iter()
            .find(ended)
            .map_or("never".to_owned(), |e| duration(e.at))
    };
    waits
        .map(|w| {
            let target = w.target.map_or("unknown", |t| &recording.task(t).name);
            format!("{target} at {}", over(w.id))
        })
        .collect()
}

async fn short() {
    nap(10).await;
}

async fn long() {
    nap(20).await;
}

#[test]
fn the_end_of_one_task_is_for_one_of_the_handles_on_a_line() {
    let recording = run(async {
        let (one, other) = (tokio::spawn(short()), tokio::spawn(long()));
        let (one, other) = tokio::join!(one, other);
        one.and(other).unwrap();
    });
    assert_eq!(awaited(&recording), ["short at 10 ms", "long at 20 ms"]);
}

#[test]
fn handles_in_branches_of_their_own_are_told_apart_as_soon_as_the_branch_goes_on() {
    async fn then_sleeps(task: JoinHandle<()>) {
        task.await.unwrap();
        nap(50).await;
    }
    async fn and_then_sleeps(task: JoinHandle<()>) {
        task.await.unwrap();
        nap(60).await;
    }
    let recording = run(async {
        let (one, other) = (tokio::spawn(long()), tokio::spawn(short()));
        tokio::join!(then_sleeps(one), and_then_sleeps(other));
    });
    assert_eq!(awaited(&recording), ["long at 20 ms", "short at 10 ms"]);
}

#[test]
fn a_handle_beside_a_set_is_no_part_of_it() {
    let recording = run(async {
        let mut set = JoinSet::new();
        set.spawn(short());
        let mut task = tokio::spawn(long());
        loop {
            tokio::select! {
                end = &mut task => break end.unwrap(),
                Some(end) = set.join_next() => end.unwrap(),
            }
        }
    });
    let known = awaited(&recording);
    assert_eq!(known.last().unwrap(), "long at 20 ms", "{known:?}");
    assert!(known.iter().all(|w| !w.starts_with("short")), "{known:?}");
}

#[test]
fn a_task_that_awaits_one_that_waits_for_it_is_a_ring() {
    let recording = run(async {
        let (tx, rx) = oneshot::channel::<u32>();
        let worker = tokio::spawn(async move { rx.await.unwrap() });
        let result = worker.await.unwrap();
        tx.send(result).unwrap();
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 s: `main` and `line N` wait for one another, each for something that, for all that was seen, only the next one can bring about.
    `main` waits at crates/timeline/tests/handles.rs:99 for the end of `line N`.
    `line N` waits at crates/timeline/tests/handles.rs:99 for a message from the oneshot channel made on line N. The sender is still alive: `main`, which made the channel, may keep it, or a task that it was given to.
    The receiver of a oneshot waits until its `Sender` sends or is dropped. Look for who keeps it, and for a way through that code on which it neither sends nor drops it.
    The way out: do not await the end of a task while that task still needs something from you. Give it that first: send it, drop the guard, or drop the `Sender` that keeps it waiting.
    ");
}

#[test]
fn so_is_one_that_holds_the_lock_which_the_other_one_needs() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let guard = lock.clone().lock_owned().await;
        let worker = tokio::spawn(async move { *lock.lock().await += 1 });
        worker.await.unwrap();
        drop(guard);
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 s: `main` and `line N` wait for one another, each for something that, for all that was seen, only the next one can bring about.
    `main` waits at crates/timeline/tests/handles.rs:999 for the end of `line N`.
    `line N` waits at crates/timeline/tests/handles.rs:999 for the Mutex made on line N, taken by `main` and not given back since.
    The way out: do not await the end of a task while that task still needs something from you. Give it that first: send it, drop the guard, or drop the `Sender` that keeps it waiting.
    ");
}

#[test]
fn a_task_that_awaits_its_own_handle_waits_for_its_own_end() {
    let recording = run(async {
        let (give, take) = oneshot::channel::<JoinHandle<()>>();
        let task = tokio::spawn(async move {
            take.await.unwrap().await.unwrap();
        });
        give.send(task).unwrap();
        tokio::time::timeout(Duration::from_secs(1), std::future::pending::<()>())
            .await
            .ok();
        drop(tokio::spawn(nap(1)).await);
        std::future::pending::<()>().await
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9.999 s: `line N` waits for its own end.
    `main` returned `Pending` and left its waker with nobody: nobody can ever tell the runtime to poll it again.
    `line N` waits at crates/timeline/tests/handles.rs:999 for the end of itself.
    The way out: a task must not await its own handle. Return instead.
    ");
}

#[test]
fn two_that_fill_each_others_channels_are_a_ring() {
    async fn passes_on(give: mpsc::Sender<u32>, mut take: mpsc::Receiver<u32>) {
        for i in 0..4 {
            give.send(i).await.unwrap();
            give.send(i).await.unwrap();
            take.recv().await.unwrap();
        }
    }
    let recording = run(async {
        let (to_b, from_a) = mpsc::channel(2);
        let (to_a, from_b) = mpsc::channel(2);
        let a = tokio::spawn(passes_on(to_b, from_b));
        let b = tokio::spawn(passes_on(to_a, from_a));
        a.await.unwrap();
        b.await.unwrap();
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    assert_eq!(stall.cycle.len(), 2);
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 s: `passes_on` and `passes_on 9` wait for one another, each for something that, for all that was seen, only the next one can bring about.
    `main` waits at crates/timeline/tests/handles.rs:999 for the end of a task (`JoinHandle`).
    `passes_on` waits at crates/timeline/tests/handles.rs:999 for room in the mpsc channel made on line N, which is full. The receiver is still alive: `passes_on 9` may keep it.
    `passes_on 9` waits at crates/timeline/tests/handles.rs:999 for room in the mpsc channel made on line N, which is full. The receiver is still alive: `passes_on` may keep it.
    A channel that is full lets nobody send until somebody receives. Receive in a task of its own while others send, or make the channel larger than all that is sent before the first `recv`.
    ");
}
