//! How tasks end: who aborted one that was cancelled, and what one said that panicked.

#[path = "support/told.rs"]
mod told;

use std::{sync::Arc, time::Duration};

use timeline::{End, Recording, What};
use tokio::{
    sync::{Mutex, Notify, mpsc},
    task::{AbortHandle, JoinSet, LocalSet, spawn_local, yield_now},
};
use told::{ms, nap, run, told};

/// How each task but the main one ended, in order, and who cancelled it.
fn ends(recording: &Recording) -> Vec<String> {
    let name = |id| recording.task(id).name.as_str();
    let ended = recording.events.iter().filter_map(|e| match e.what {
        What::TaskEnded { task, how, by, .. } if task.0 > 1 => {
            let by = match (how, by) {
                (End::Cancelled, None) => " by somebody".to_owned(),
                (_, None) => String::new(),
                (_, Some(by)) => format!(" by {}", name(by)),
            };
            Some(format!("{} {how:?}{by}", name(task)))
        }
        _ => None,
    });
    ended.collect()
}

async fn waits() {
    nap(60_000).await;
}

async fn aborts(other: AbortHandle) {
    nap(5).await;
    other.abort();
    nap(5).await;
}

async fn ticks() {
    loop {
        nap(1).await;
    }
}

#[test]
fn who_aborts_a_task_that_waits_is_told() {
    let recording = run(async {
        let task = tokio::spawn(waits());
        tokio::spawn(aborts(task.abort_handle()));
        task.await.unwrap_err();
    });
    assert_eq!(ends(&recording)[0], "waits Cancelled by aborts");
    assert!(told(&recording).contains("`waits` is cancelled by `aborts`: its future is dropped"));
}

#[test]
fn so_is_who_aborts_it_among_many_that_run() {
    let recording = run(async {
        for _ in 0..3 {
            tokio::spawn(ticks());
        }
        let task = tokio::spawn(waits());
        let aborts = tokio::spawn(aborts(task.abort_handle()));
        task.await.unwrap_err();
        aborts.await.unwrap();
    });
    assert_eq!(ends(&recording)[0], "waits Cancelled by aborts");
}

#[test]
fn two_that_are_aborted_at_once_are_told_apart() {
    let recording = run(async {
        let tasks = [tokio::spawn(waits()), tokio::spawn(waits())];
        let one = tokio::spawn(aborts(tasks[1].abort_handle()));
        nap(5).await;
        tasks[0].abort();
        one.await.unwrap();
    });
    assert_eq!(
        ends(&recording)[..2],
        ["waits Cancelled by main", "waits 2 Cancelled by aborts"]
    );
}

#[test]
fn a_set_that_is_dropped_or_shut_down_aborts_its_tasks() {
    let recording = run(async {
        let mut set = JoinSet::new();
        set.spawn(waits());
        set.spawn(waits());
        nap(1).await;
        set.shutdown().await;
        set.spawn(waits());
        nap(1).await;
        drop(set);
        nap(1).await;
    });
    assert_eq!(
        ends(&recording),
        [
            "waits Cancelled by main",
            "waits 2 Cancelled by main",
            "waits 3 Cancelled by main"
        ]
    );
}

#[test]
fn a_task_that_takes_its_set_with_it_aborts_those_in_it() {
    async fn owner() {
        let mut set = JoinSet::new();
        set.spawn(waits());
        waits().await;
    }
    let recording = run(async {
        let owner = tokio::spawn(owner());
        nap(1).await;
        owner.abort();
        nap(1).await;
    });
    assert_eq!(
        ends(&recording),
        ["owner Cancelled by main", "waits Cancelled by owner"]
    );
}

#[test]
fn a_task_that_never_ran_was_aborted_by_who_spawned_it() {
    let recording = run(async {
        let task = tokio::spawn(waits());
        task.abort();
        task.await.unwrap_err();
    });
    let [end] = &ends(&recording)[..] else {
        panic!("{:?}", ends(&recording))
    };
    assert!(end.ends_with("Cancelled by main"), "{end}");
}

#[test]
fn a_task_that_aborts_itself_is_cancelled() {
    let recording = run(async {
        let (give, mut take) = mpsc::channel::<AbortHandle>(1);
        let task = tokio::spawn(async move {
            let me = take.recv().await.unwrap();
            me.abort();
            nap(5).await;
        });
        give.send(task.abort_handle()).await.unwrap();
        task.await.unwrap_err();
    });
    let [end] = &ends(&recording)[..] else {
        panic!("{:?}", ends(&recording))
    };
    assert!(end.contains("Cancelled by line"), "{end}");
    assert!(told(&recording).contains("is cancelled by itself: its future is dropped"));
}

#[test]
fn a_task_that_aborts_itself_and_returns_is_completed() {
    let recording = run(async {
        let (give, mut take) = mpsc::channel::<AbortHandle>(1);
        let task = tokio::spawn(async move {
            take.recv().await.unwrap().abort();
        });
        give.send(task.abort_handle()).await.unwrap();
        task.await.unwrap();
    });
    assert!(
        ends(&recording)[0].ends_with("Completed"),
        "{:?}",
        ends(&recording)
    );
}

#[test]
fn local_tasks_end_in_the_same_ways() {
    let recording = run(LocalSet::new().run_until(async {
        let completes = spawn_local(nap(1));
        completes.await.unwrap();
        let aborted = spawn_local(waits());
        nap(1).await;
        aborted.abort();
        aborted.await.unwrap_err();
        let (give, mut take) = mpsc::channel::<AbortHandle>(1);
        let itself = spawn_local(async move {
            take.recv().await.unwrap().abort();
            yield_now().await;
        });
        give.send(itself.abort_handle()).await.unwrap();
        itself.await.unwrap_err();
        let panics = spawn_local(async { panic!("on purpose") });
        panics.await.unwrap_err();
    }));
    let ends = ends(&recording);
    assert_eq!(ends[0], "nap Completed");
    assert_eq!(ends[1], "waits Cancelled by main");
    assert!(ends[2].contains("Cancelled by line"), "{ends:?}");
    assert!(ends[3].contains("Panicked"), "{ends:?}");
}

#[test]
fn who_aborts_from_several_that_may_have_is_not_guessed() {
    // It is ready anyway when it is aborted, and both others run before it is its turn.
    let recording = run(async {
        let go = Arc::new(Notify::new());
        let task = tokio::spawn({
            let go = go.clone();
            async move {
                go.notified().await;
                waits().await;
            }
        });
        let abort = task.abort_handle();
        let guard = Arc::new(Mutex::new(()));
        let held = guard.clone().lock_owned().await;
        for _ in 0..2 {
            let (guard, abort, go) = (guard.clone(), abort.clone(), go.clone());
            tokio::spawn(async move {
                let _guard = guard.lock().await;
                go.notify_one();
                abort.abort();
            });
        }
        nap(1).await;
        drop(held);
        task.await.unwrap_err();
    });
    let known = ends(&recording);
    let cancelled = known.iter().find(|end| end.contains("Cancelled")).unwrap();
    assert!(!cancelled.ends_with("by main"), "{known:?}");
}

#[test]
fn a_wake_from_another_thread_is_no_abort() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(1);
        std::thread::spawn(move || tx.blocking_send(1));
        let task = tokio::spawn(async move { rx.recv().await });
        tokio::time::timeout(Duration::from_secs(3600), task)
            .await
            .ok();
    });
    assert!(
        ends(&recording)
            .iter()
            .all(|end| !end.contains("Cancelled"))
    );
}

/// What the panics of the recording said, and the files they were in.
fn panics(recording: &Recording) -> Vec<String> {
    let panics = recording.events.iter().filter_map(|e| match &e.what {
        What::TaskEnded {
            task,
            panic: Some(panic),
            ..
        } => Some(format!(
            "{}: {} in {}",
            recording.task(*task).name,
            panic.message.as_deref().unwrap_or("nothing"),
            panic
                .place
                .as_ref()
                .map_or("a library", |p| p.file.as_str())
        )),
        _ => None,
    });
    panics.collect()
}

async fn divides(by: u32) -> u32 {
    nap(1).await;
    assert!(by > 0, "cannot divide by {by}");
    6 / by
}

#[test]
fn a_panic_is_told_with_its_message_and_line() {
    let recording = run(async {
        tokio::spawn(divides(0));
        tokio::spawn(divides(3)).await.unwrap();
        nap(5).await;
        panic!("there is none");
    });
    assert_eq!(
        panics(&recording),
        [
            "divides: cannot divide by 0 in crates/timeline/tests/ends.rs",
            "main: there is none in crates/timeline/tests/ends.rs"
        ]
    );
    let told = told(&recording);
    assert!(
        told.contains("`divides` has panicked on line N: cannot divide by 0"),
        "{told}"
    );
}

#[test]
fn a_panic_that_was_caught_is_not_the_one_that_ended_a_task() {
    let recording = run(async {
        let task = async {
            std::panic::catch_unwind(|| panic!("caught")).unwrap_err();
            nap(1).await;
            std::panic::panic_any(7);
        };
        tokio::spawn(task).await.unwrap_err();
        tokio::spawn(async { std::panic::catch_unwind(|| panic!("caught")).unwrap_err() })
            .await
            .unwrap();
        nap(ms(1).as_millis() as u64).await;
    });
    assert_eq!(panics(&recording).len(), 1);
    assert!(
        panics(&recording)[0].contains(": nothing in"),
        "{:?}",
        panics(&recording)
    );
}

#[test]
fn to_unwind_is_not_to_block() {
    /// As slow as a disk from which the program has to be read.
    struct Slow;
    impl Drop for Slow {
        fn drop(&mut self) {
            std::thread::sleep(ms(60));
        }
    }
    let blocked = |recording: &Recording| {
        let is = |what: &What| matches!(what, What::PollEnded { blocked: true, .. });
        recording.events.iter().any(|event| is(&event.what))
    };
    assert!(blocked(&run(async { drop(Slow) })));
    let panicked = run(async {
        let _slow = Slow;
        panic!("on purpose");
    });
    assert!(!blocked(&panicked));
}
