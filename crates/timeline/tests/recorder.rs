//! What the recorder says about small programs, step by step: one test for each rule of the model.
//!
//! Each program stands in a function of its own, and what is compared is every sentence of its recording: who ran,
//! who woke whom and why, who waited for what, and how it ended.

#[path = "support/told.rs"]
mod told;

use std::sync::Arc;

use timeline::{Outcome, Recorder, Recording, What, explain, label, record};
use tokio::{
    sync::{Barrier, Mutex, Notify, RwLock, Semaphore, broadcast, mpsc, oneshot, watch},
    task::{JoinSet, yield_now},
    time::{interval, sleep, timeout},
};
use told::{explained, ms, nap, run, told, waits_of, without_lines};

#[test]
fn a_sleep_is_a_wait_that_a_timer_ends() {
    let recording = run(nap(300));
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` sleeps on line N until 300 ms
    300 ms `main` is woken: its sleep is over
    300 ms `main` has slept
    300 ms `main` is completed
    ");
    assert_eq!(recording.duration(), 300_000);
    assert!(
        recording.waits[0]
            .place
            .as_ref()
            .is_some_and(|p| p.file == "crates/timeline/tests/support/told.rs")
    );
    assert_eq!(recording.waits[0].stack[0].function, "nap");
}

#[test]
fn a_task_is_spawned_by_its_parent_and_its_end_wakes_who_awaits_it() {
    let recording = run(async { tokio::spawn(nap(10)).await.unwrap() });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` spawns `nap` on line N; it is ready
      0 s `main` waits on line N for the end of `nap`
      0 s `nap` sleeps on line N of told.rs until 10 ms
    10 ms `nap` is woken: its sleep is over
    10 ms `nap` has slept
    10 ms `nap` is completed
    10 ms `main` is woken, because `nap` has ended
    10 ms `main` has what it waited for: the end of `nap`
    10 ms `main` is completed
    ");
}

#[test]
fn a_lock_is_held_waited_for_and_given_back() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let other = tokio::spawn({
            let lock = lock.clone();
            async move {
                *lock.lock().await += 1;
            }
        });
        let guard = lock.lock().await;
        nap(10).await;
        drop(guard);
        other.await.unwrap();
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` spawns `line N` on line N; it is ready
      0 s `main` holds the Mutex made on line N
      0 s `main` sleeps on line N of told.rs until 10 ms
      0 s `line N` waits on line N for the Mutex made on line N
    10 ms `main` is woken: its sleep is over
    10 ms `main` has slept
    10 ms `main` wakes `line N` with `MutexGuard::drop` on line N
    10 ms `main` gives back the Mutex made on line N
    10 ms `main` waits on line N for the end of `line N`
    10 ms `line N` has what it waited for: the Mutex made on line N
    10 ms `line N` holds the Mutex made on line N
    10 ms `line N` gives back the Mutex made on line N
    10 ms `line N` is completed
    10 ms `main` is woken, because `line N` has ended
    10 ms `main` has what it waited for: the end of `line N`
    10 ms `main` is completed
    ");
}

#[test]
fn readers_share_a_lock_and_a_writer_waits_for_all_of_them() {
    let recording = run(async {
        let lock = RwLock::new(0);
        let reader = async {
            let _shared = lock.read().await;
            nap(10).await;
        };
        let writer = async {
            *lock.write().await += 1;
        };
        tokio::join!(reader, writer);
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` holds a share of the RwLock made on line N
      0 s `main` sleeps on line N of told.rs until 10 ms
      0 s `main` waits on line N for the RwLock made on line N
    10 ms `main` is woken: its sleep is over
    10 ms `main` has slept
    10 ms `main` wakes itself with `RwLockReadGuard::drop` on line N
    10 ms `main` gives back the RwLock made on line N
    10 ms `main` has what it waited for: the RwLock made on line N
    10 ms `main` holds the RwLock made on line N
    10 ms `main` gives back the RwLock made on line N
    10 ms `main` is completed
    ");
}

#[test]
fn a_semaphore_lets_in_as_many_as_it_has_permits() {
    let recording = run(async {
        let permits = Arc::new(Semaphore::new(1));
        let mut set = JoinSet::new();
        for _ in 0..2 {
            let permits = permits.clone();
            set.spawn(async move {
                let _permit = permits.acquire().await.unwrap();
                nap(10).await;
            });
        }
        set.join_all().await;
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s the Semaphore made on line N has 1 permit left
      0 s `main` spawns `line N` on line N; it is ready
      0 s `main` spawns `line N #2` on line N; it is ready
      0 s `main` waits on line N for `JoinSet::join_all`
      0 s the Semaphore made on line N has 0 permits left
      0 s `line N` sleeps on line N of told.rs until 10 ms
      0 s `line N #2` waits on line N for the Semaphore made on line N
    10 ms `line N` is woken: its sleep is over
    10 ms `line N` has slept
    10 ms `line N` wakes `line N #2` with `SemaphorePermit::drop` on line N
    10 ms `line N` is completed
    10 ms `main` is woken, because `line N` has ended
    10 ms `line N #2` has what it waited for: the Semaphore made on line N
    10 ms `line N #2` sleeps on line N of told.rs until 20 ms
    10 ms `main` has what it waited for: `JoinSet::join_all`
    10 ms `main` waits on line N for `JoinSet::join_all`
    20 ms `line N #2` is woken: its sleep is over
    20 ms `line N #2` has slept
    20 ms the Semaphore made on line N has 1 permit left
    20 ms `line N #2` is completed
    20 ms `main` is woken, because `line N #2` has ended
    20 ms `main` has what it waited for: `JoinSet::join_all`
    20 ms `main` is completed
    ");
}

#[test]
fn the_losing_arm_of_select_is_abandoned() {
    let recording = run(async {
        tokio::select! {
            () = nap(10) => {}
            () = nap(20) => {}
        }
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` sleeps on line N of told.rs until 10 ms
      0 s `main` sleeps on line N of told.rs until 20 ms
    10 ms `main` is woken: its sleep is over
    10 ms `main` has slept
    10 ms `main` no longer waits for its sleep until 20 ms: that future is dropped
    10 ms `main` is completed
    ");
}

#[test]
fn a_timeout_abandons_what_it_waited_for() {
    let recording = run(async {
        timeout(ms(5), std::future::pending::<()>())
            .await
            .unwrap_err()
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` waits on line N for `timeout`
    5 ms `main` is woken, because the timer in `timeout` has run out
    5 ms `main` has what it waited for: `timeout`
    5 ms `main` is completed
    ");
}

#[test]
fn a_panic_ends_the_task_and_not_the_program() {
    let recording = run(async {
        let failing = tokio::spawn(async {
            nap(1).await;
            panic!("seen by the recorder");
        });
        assert!(failing.await.unwrap_err().is_panic());
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` waits on line N for the end of `line N`
     0 s `line N` sleeps on line N of told.rs until 1 ms
    1 ms `line N` is woken: its sleep is over
    1 ms `line N` has slept
    1 ms `line N` has panicked on line N: seen by the recorder
    1 ms `main` is woken, because `line N` has ended
    1 ms `main` has what it waited for: the end of `line N`
    1 ms `main` is completed
    ");
    assert_eq!(recording.outcome, Outcome::Completed);
}

#[test]
fn a_panic_of_the_main_future_ends_the_run_and_is_told() {
    let recording = run(async {
        nap(1).await;
        panic!("seen by the recorder, in main");
    });
    let message = Some("seen by the recorder, in main".to_owned());
    assert_eq!(recording.outcome, Outcome::Panicked { message });
}

#[test]
fn an_aborted_task_is_cancelled() {
    let recording = run(async {
        let task = tokio::spawn(nap(1000));
        nap(1).await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `nap` on line N; it is ready
     0 s `main` sleeps on line N of told.rs until 1 ms
     0 s `nap` sleeps on line N of told.rs until 1 s
    1 ms `main` is woken: its sleep is over
    1 ms `main` has slept
    1 ms `main` waits on line N for the end of `nap`
    1 ms `nap` no longer waits for its sleep until 1 s: that future is dropped
    1 ms `nap` is cancelled by `main`: its future is dropped
    1 ms `main` is woken, because `nap` has ended
    1 ms `main` has what it waited for: the end of `nap`
    1 ms `main` is completed
    ");
}

#[test]
fn what_is_left_at_the_end_is_dropped_with_the_runtime() {
    let recording = run(async {
        tokio::spawn(nap(1000));
        yield_now().await;
    });
    insta::assert_snapshot!(told(&recording), @"
    0 s `main` begins; it is ready
    0 s `main` spawns `nap` on line N; it is ready
    0 s `main` waits on line N for `yield_now`
    0 s `nap` sleeps on line N of told.rs until 1 s
    0 s `main` wakes itself with `yield_now` on line N
    0 s `main` has what it waited for: `yield_now`
    0 s `main` is completed
    0 s `nap` no longer waits for its sleep until 1 s: that future is dropped
    0 s `nap` is dropped with the runtime, unfinished
    ");
}

#[test]
fn channels_show_who_waits_and_who_woke() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(1);
        let consumer = tokio::spawn(async move { while let Some(()) = rx.recv().await {} });
        yield_now().await;
        tx.send(()).await.unwrap();
        tx.send(()).await.unwrap();
        drop(tx);
        consumer.await.unwrap();
    });
    insta::assert_snapshot!(told(&recording), @"
    0 s `main` begins; it is ready
    0 s `main` spawns `line N` on line N; it is ready
    0 s `main` waits on line N for `yield_now`
    0 s `line N` waits on line N for a message from the mpsc channel made on line N
    0 s `main` wakes itself with `yield_now` on line N
    0 s `main` has what it waited for: `yield_now`
    0 s the mpsc channel made on line N is full: it holds one message
    0 s `main` wakes `line N` with `mpsc::Sender::send` on line N
    0 s `main` waits on line N for room in the mpsc channel made on line N, which is full
    0 s `line N` goes on: its wait for a message from the mpsc channel made on line N is over
    0 s `line N` wakes `main` with `mpsc::Receiver::recv` on line N
    0 s `line N` waits on line N for a message from the mpsc channel made on line N
    0 s `main` goes on: its wait for room in the mpsc channel made on line N, which is full is over
    0 s `main` wakes `line N` with `mpsc::Sender::send` on line N
    0 s `main` waits on line N for the end of `line N`
    0 s `line N` goes on: its wait for a message from the mpsc channel made on line N is over
    0 s the mpsc channel made on line N is empty
    0 s the mpsc channel made on line N is gone: both its ends are dropped
    0 s `line N` is completed
    0 s `main` is woken, because `line N` has ended
    0 s `main` has what it waited for: the end of `line N`
    0 s `main` is completed
    ");
}

#[test]
fn oneshot_notify_watch_and_broadcast_are_waited_for_by_name() {
    let recording = run(async {
        let (answer, question) = oneshot::channel();
        let notify = Arc::new(Notify::new());
        let (changed, mut seen) = watch::channel(0);
        let (all, mut each) = broadcast::channel(4);
        let waiter = tokio::spawn({
            let notify = notify.clone();
            async move {
                let () = question.await.unwrap();
                notify.notified().await;
                seen.changed().await.unwrap();
                let () = each.recv().await.unwrap();
            }
        });
        yield_now().await;
        answer.send(()).unwrap();
        nap(1).await;
        notify.notify_one();
        nap(1).await;
        changed.send(1).unwrap();
        nap(1).await;
        all.send(()).unwrap();
        waiter.await.unwrap();
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` waits on line N for `yield_now`
     0 s `line N` waits on line N for a message from the oneshot channel made on line N
     0 s `main` wakes itself with `yield_now` on line N
     0 s `main` has what it waited for: `yield_now`
     0 s `main` wakes `line N` with `oneshot::Sender::send` on line N
     0 s the oneshot channel made on line N is full: it holds one message
     0 s `main` sleeps on line N of told.rs until 1 ms
     0 s the oneshot channel made on line N is empty
     0 s `line N` goes on: its wait for a message from the oneshot channel made on line N is over
     0 s `line N` waits on line N for `Notify::notified`
    1 ms `main` is woken: its sleep is over
    1 ms `main` has slept
    1 ms `main` wakes `line N` with `Notify::notify_one` on line N
    1 ms `main` sleeps on line N of told.rs until 2 ms
    1 ms `line N` has what it waited for: `Notify::notified`
    1 ms `line N` waits on line N for `watch::Receiver::changed`
    2 ms `main` is woken: its sleep is over
    2 ms `main` has slept
    2 ms `main` wakes `line N` with `watch::Sender::send` on line N
    2 ms `main` sleeps on line N of told.rs until 3 ms
    2 ms `line N` has what it waited for: `watch::Receiver::changed`
    2 ms `line N` waits on line N for `broadcast::Receiver::recv`
    3 ms `main` is woken: its sleep is over
    3 ms `main` has slept
    3 ms `main` wakes `line N` with `broadcast::Sender::send` on line N
    3 ms `main` waits on line N for the end of `line N`
    3 ms `line N` has what it waited for: `broadcast::Receiver::recv`
    3 ms `line N` is completed
    3 ms `main` is woken, because `line N` has ended
    3 ms `main` has what it waited for: the end of `line N`
    3 ms `main` is completed
    ");
}

#[test]
fn a_barrier_and_an_interval_are_named() {
    let recording = run(async {
        let barrier = Barrier::new(2);
        let mut ticks = interval(ms(10));
        tokio::join!(
            async {
                ticks.tick().await;
                ticks.tick().await;
                barrier.wait().await;
            },
            async {
                barrier.wait().await;
            },
        );
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` waits on line N for `Interval::tick`
      0 s `main` waits on line N for the Barrier made on line N
    10 ms `main` is woken, because the timer in `Interval::tick` has run out
    10 ms `main` has what it waited for: `Interval::tick`
    10 ms `main` wakes itself with `Barrier::wait` on line N
    10 ms `main` has what it waited for: the Barrier made on line N
    10 ms `main` is completed
    ");
}

#[test]
fn a_label_names_what_is_waited_for_and_prints_are_notes() {
    let recording = run(async {
        label("call to rome", nap(10)).await;
        timeline::println!("rome answered after {} ms", timeline::now() / 1000);
    });
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` waits on line N for `call to rome`
    10 ms `main` is woken, because the timer in `call to rome` has run out
    10 ms `main` has what it waited for: `call to rome`
    10 ms `main` says: rome answered after 10 ms
    10 ms `main` is completed
    ");
}

#[test]
fn an_awaited_task_beside_a_timer_is_one_wait_as_long_as_it_lasts() {
    // Polled again and again, a `JoinHandle` keeps the waker that it has and reports nothing new.
    let recording = run(async {
        let mut task = tokio::spawn(nap(25));
        loop {
            tokio::select! {
                biased;
                _ = &mut task => break,
                () = nap(10) => {}
            }
        }
    });
    let waits: Vec<_> = recording
        .waits
        .iter()
        .filter(|w| w.operation == "JoinHandle")
        .collect();
    assert_eq!(waits.len(), 1);
    insta::assert_snapshot!(told(&recording), @"
      0 s `main` begins; it is ready
      0 s `main` spawns `nap` on line N; it is ready
      0 s `main` sleeps on line N of told.rs until 10 ms
      0 s `main` waits on line N for the end of `nap`
      0 s `nap` sleeps on line N of told.rs until 25 ms
    10 ms `main` is woken: its sleep is over
    10 ms `main` has slept
    10 ms `main` sleeps on line N of told.rs until 20 ms
    20 ms `main` is woken: its sleep is over
    20 ms `main` has slept
    20 ms `main` sleeps on line N of told.rs until 30 ms
    25 ms `nap` is woken: its sleep is over
    25 ms `nap` has slept
    25 ms `nap` is completed
    25 ms `main` is woken, because `nap` has ended
    25 ms `main` has what it waited for: the end of `nap`
    25 ms `main` no longer waits for its sleep until 30 ms: that future is dropped
    25 ms `main` is completed
    ");
}

#[test]
fn two_tasks_that_wait_for_each_other_are_a_deadlock_with_names_and_lines() {
    async fn both(first: Arc<Mutex<()>>, second: Arc<Mutex<()>>) {
        let _first = first.lock().await;
        nap(5).await;
        let _second = second.lock().await;
    }
    let recording = run(async {
        let (left, right) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
        let one = tokio::spawn(both(left.clone(), right.clone()));
        let two = tokio::spawn(both(right, left));
        one.await.unwrap();
        two.await.unwrap();
    });
    let explained: Vec<_> = explain(&recording)
        .iter()
        .map(|p| without_lines(p))
        .collect();
    insta::assert_snapshot!(explained.join("\n").replace(char::is_numeric, "9"), @"
    Deadlock at 9 ms: `both` and `both 9` wait for one another, each for something that the next one holds.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the end of a task (`JoinHandle`).
    `both` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, which `both 9` holds.
    `both 9` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, which `both` holds.
    The way out: take the locks in the same order everywhere, or give the first one back before asking for the second.
    ");
}

#[test]
fn a_task_that_locks_twice_waits_for_itself() {
    let recording = run(async {
        let lock = Mutex::new(());
        let _once = lock.lock().await;
        let _twice = lock.lock().await;
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    assert_eq!(stall.cycle, [timeline::TaskId(1)]);
}

#[test]
fn a_future_that_leaves_its_waker_with_nobody_is_named() {
    let recording = run(std::future::pending::<()>());
    let explained = explain(&recording);
    assert!(
        explained[1].starts_with("`main` returned `Pending` and left its waker with nobody"),
        "{explained:?}"
    );
}

#[test]
fn a_timer_that_nobody_polls_does_not_hide_a_stall() {
    let recording = run(async {
        let _forgotten = sleep(ms(1000));
        std::future::pending::<()>().await;
    });
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
    assert_eq!(recording.duration(), 0);
}

#[test]
fn a_program_that_a_thread_will_wake_is_not_accused() {
    let recording = run(async {
        let (tx, rx) = oneshot::channel();
        let gate = Arc::new(std::sync::Barrier::new(2));
        let thread = std::thread::spawn({
            let gate = gate.clone();
            move || {
                gate.wait();
                tx.send(()).unwrap();
            }
        });
        // Opens the gate only once the runtime sleeps: by a thread that was there before nobody could.
        std::thread::spawn(move || {
            std::thread::sleep(ms(30));
            gate.wait();
        });
        rx.await.unwrap();
        thread.join().unwrap();
    });
    assert_eq!(recording.outcome, Outcome::Completed);
}

#[test]
fn blocking_work_keeps_the_program_alive() {
    let recording = run(async {
        tokio::task::spawn_blocking(|| std::thread::sleep(ms(5)))
            .await
            .unwrap()
    });
    assert_eq!(recording.outcome, Outcome::Completed);
}

#[test]
fn a_poll_that_sleeps_is_flagged_and_one_that_computes_is_not() {
    let blocked = |r: &Recording| {
        r.events
            .iter()
            .any(|e| matches!(e.what, What::PollEnded { blocked: true, .. }))
    };
    assert!(blocked(&run(async { std::thread::sleep(ms(30)) })));
    assert!(!blocked(&run(nap(60_000))));
}

#[test]
fn a_recording_inside_a_runtime_is_refused() {
    let inside = run(async {
        assert_eq!(
            record(nap(1)).unwrap_err(),
            timeline::RecordError::InsideRuntime
        )
    });
    assert_eq!(inside.outcome, Outcome::Completed);
}

#[test]
fn a_hundred_runs_give_the_same_bytes() {
    let once = || {
        run(async {
            let lock = Arc::new(Mutex::new(()));
            let mut set = JoinSet::new();
            for i in 0..5 {
                let lock = lock.clone();
                set.spawn(async move {
                    let _guard = lock.lock().await;
                    tokio::select! { () = nap(i) => {}, () = nap(3) => {} }
                });
            }
            while set.join_next().await.is_some() {}
        })
        .to_json()
    };
    let first = once();
    for _ in 1..100 {
        let again = once();
        let differs = first.lines().zip(again.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None);
        assert_eq!(again, first);
    }
}

#[test]
fn what_comes_after_the_bound_is_counted() {
    let run = timeline::Recorder::new().max_events(50).record(async {
        for _ in 0..100 {
            nap(1).await;
        }
    });
    let recording = run.unwrap().recording;
    assert!(recording.omitted > 0);
    assert_eq!(recording.outcome, Outcome::Completed);
}

#[test]
fn another_version_is_refused_by_name() {
    let json = run(nap(1))
        .to_json()
        .replace("\"version\": 1", "\"version\": 99");
    let error = Recording::from_json(&json).unwrap_err().to_string();
    assert_eq!(
        error,
        "this recording is of version 99, and this program reads version 1: record it again"
    );
    assert!(
        Recording::from_json("{}")
            .unwrap_err()
            .to_string()
            .starts_with("this is not a recording")
    );
    assert!(
        Recording::from_json("nonsense")
            .unwrap_err()
            .to_string()
            .starts_with("this recording cannot be read")
    );
}

#[test]
fn a_thread_that_was_there_before_the_recording_may_wake_a_task() {
    let (jobs, queue) = std::sync::mpsc::channel::<oneshot::Sender<u32>>();
    std::thread::spawn(move || {
        for job in queue {
            std::thread::sleep(ms(120));
            job.send(7).unwrap();
        }
    });
    let run = Recorder::new()
        .mind_all_threads()
        .record(async {
            let (sender, receiver) = oneshot::channel();
            jobs.send(sender).unwrap();
            receiver.await.unwrap()
        })
        .unwrap();
    assert_eq!(run.output, Some(7));
}

#[test]
#[cfg(target_os = "linux")]
fn a_thread_that_waits_for_ever_itself_does_not_hide_a_stall() {
    let (_never, queue) = std::sync::mpsc::channel::<()>();
    let recording = run(async {
        std::thread::spawn(move || queue.recv());
        Notify::new().notified().await;
    });
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
}

#[test]
fn recordings_that_stall_at_the_same_time_do_not_wait_for_each_other() {
    let both = Arc::new(std::sync::Barrier::new(2));
    let stalls = || {
        let both = both.clone();
        std::thread::spawn(move || {
            run(async move {
                both.wait();
                Notify::new().notified().await;
            })
        })
    };
    for recording in [stalls(), stalls()].map(|thread| thread.join().unwrap()) {
        assert!(matches!(recording.outcome, Outcome::Stalled(_)));
    }
}

#[test]
fn a_stall_names_those_who_took_the_permits() {
    async fn job(permits: Arc<Semaphore>) {
        let _one = permits.acquire().await.unwrap();
        yield_now().await;
        let _two = permits.acquire().await.unwrap();
    }
    let recording = run(async {
        let permits = Arc::new(Semaphore::new(2));
        // This one gives its permit back, and hands it on to one who waits.
        let early = tokio::spawn({
            let permits = permits.clone();
            async move {
                let _permit = permits.acquire().await.unwrap();
                nap(1).await;
            }
        });
        let (a, b) = (
            tokio::spawn(job(permits.clone())),
            tokio::spawn(job(permits)),
        );
        early.await.unwrap();
        a.await.unwrap();
        b.await.unwrap();
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 ms: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the end of a task (`JoinHandle`).
    `job` waits at crates/timeline/tests/recorder.rs:999 for the Semaphore made on line N, taken by `job` and `job 9` and not given back since.
    `job 9` waits at crates/timeline/tests/recorder.rs:999 for the Semaphore made on line N, taken by `job` and `job 9` and not given back since.
    A permit goes back to its semaphore when it is dropped. Look for one that is kept while others are waited for, and for a `forget`, after which it never goes back.
    ");
}

#[test]
fn a_permit_that_was_forgotten_is_told_with_the_line_that_took_it() {
    let recording = run(async {
        let permits = Arc::new(Semaphore::new(2));
        let forgets = async |permits: Arc<Semaphore>| {
            permits.acquire().await.unwrap().forget();
            permits.acquire_owned().await.unwrap().forget();
        };
        tokio::spawn(forgets(permits.clone())).await.unwrap();
        let _permit = permits.acquire().await.unwrap();
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    let lost = &stall.waiting[0].on[0].lost;
    let lines: Vec<_> = lost
        .iter()
        .map(|l| l.place.as_ref().unwrap().line)
        .collect();
    assert_eq!(lines[1] - lines[0], 1, "each has its line");
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the Semaphore made on line N. `line N` took a permit at crates/timeline/tests/recorder.rs:999, has ended, and has not given it back: it was forgotten. `line N` took a permit at crates/timeline/tests/recorder.rs:999, has ended, and has not given it back: it was forgotten, or somebody else has it.
    A permit goes back to its semaphore when it is dropped. Look for one that is kept while others are waited for, and for a `forget`, after which it never goes back.
    ");
}

#[test]
fn who_took_a_permit_is_not_known_where_permits_are_added_by_hand() {
    let recording = run(async {
        let permits = Arc::new(Semaphore::new(0));
        permits.add_permits(1);
        permits.acquire().await.unwrap().forget();
        let waits = async move { drop(permits.acquire().await.unwrap()) };
        tokio::spawn(waits).await.unwrap();
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    assert_eq!(
        stall.cycle,
        [],
        "`main` has forgotten it, and keeps nothing"
    );
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the end of `line N`.
    `line N` waits at crates/timeline/tests/recorder.rs:999 for the Semaphore made on line N.
    A permit goes back to its semaphore when it is dropped. Look for one that is kept while others are waited for, and for a `forget`, after which it never goes back.
    ");
}

#[test]
fn who_handed_a_guard_to_another_task_is_not_said_to_hold_it() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let (sender, mut receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            let _guard: Option<tokio::sync::OwnedMutexGuard<i32>> = receiver.recv().await;
            std::future::pending::<()>().await;
        });
        sender.send(lock.clone().lock_owned().await).await.unwrap();
        drop(lock.lock().await);
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    assert_eq!(stall.cycle, []);
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, taken by `main` and not given back since.
    `line N` returned `Pending` and left its waker with nobody: nobody can ever tell the runtime to poll it again.
    ");
}

#[test]
fn a_guard_that_was_leaked_was_never_given_back() {
    let recording = run(async {
        let lock: &'static Mutex<()> = Box::leak(Box::new(Mutex::new(())));
        tokio::spawn(async { std::mem::forget(lock.lock().await) })
            .await
            .unwrap();
        drop(lock.lock().await);
    });
    insta::assert_snapshot!(explained(&recording), @"
    Stalled at 9 s: no task is ready, no timer is set, and nobody outside can wake one. Without the recorder, the program would wait here for ever.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, which `line N` took and never gave back.
    ");
}

#[test]
fn branches_of_one_task_may_take_locks_from_one_another() {
    let recording = run(async {
        let (left, right) = (Mutex::new(()), Mutex::new(()));
        let both = async |first: &Mutex<()>, second: &Mutex<()>| {
            let _first = first.lock().await;
            yield_now().await;
            let _second = second.lock().await;
        };
        tokio::join!(both(&left, &right), both(&right, &left));
    });
    insta::assert_snapshot!(explained(&recording), @"
    Deadlock at 9 s: `main` waits for something that it holds itself.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, which it holds itself.
    `main` waits at crates/timeline/tests/recorder.rs:999 for the Mutex made on line N, which it holds itself.
    `main` runs several futures at once, as `join!` does, and they take these locks from one another. The way out: take them in the same order everywhere, or give the first one back before asking for the second.
    ");
}

#[test]
fn permits_are_not_told_where_tokio_does_not_report_them_all() {
    let recording = run(async {
        let permits = Semaphore::new(1);
        // Tokio does not report this one, but reports that it is given back: one too many.
        drop(permits.try_acquire().unwrap());
        drop(permits.acquire().await.unwrap());
    });
    insta::assert_snapshot!(told(&recording), @"
    0 s `main` begins; it is ready
    0 s `main` is completed
    ");
}

#[test]
fn more_permits_can_be_added() {
    let recording = run(async {
        let permits = Semaphore::new(0);
        tokio::join!(async { drop(permits.acquire().await.unwrap()) }, async {
            permits.add_permits(3);
        });
    });
    insta::assert_snapshot!(told(&recording), @"
    0 s `main` begins; it is ready
    0 s `main` waits on line N for the Semaphore made on line N
    0 s the Semaphore made on line N has 2 permits left
    0 s `main` wakes itself with `Semaphore::add_permits` on line N
    0 s `main` has what it waited for: the Semaphore made on line N
    0 s the Semaphore made on line N has 3 permits left
    0 s `main` is completed
    ");
}

#[test]
fn a_local_set_is_no_wait_of_its_own() {
    let recording = run(async {
        let local = tokio::task::LocalSet::new();
        local
            .run_until(async {
                let task = tokio::task::spawn_local(nap(5));
                task.await.unwrap();
            })
            .await;
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `nap` on line N; it is ready
     0 s `nap` sleeps on line N of told.rs until 5 ms
     0 s `main` waits on line N for the end of `nap`
    5 ms `nap` is woken: its sleep is over
    5 ms `main` is woken, because a timer has run out
    5 ms `nap` has slept
    5 ms `nap` is completed
    5 ms `main` is woken, because `nap` has ended
    5 ms `main` has what it waited for: the end of `nap`
    5 ms `main` is completed
    ");
}

#[test]
fn closures_that_block_are_waited_for_at_the_end() {
    let done = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let also = done.clone();
    let recording = run(async {
        tokio::task::spawn_blocking(move || {
            std::thread::sleep(ms(50));
            also.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        // The closure has begun: one that is still queued is dropped, as Tokio does.
        std::thread::sleep(ms(20));
    });
    assert!(done.load(std::sync::atomic::Ordering::SeqCst));
    assert_eq!(recording.outcome, Outcome::Completed);
}

#[test]
fn a_stall_beyond_the_bound_accuses_nobody() {
    let run = Recorder::new()
        .max_events(20)
        .record(async {
            let lock = Mutex::new(());
            for _ in 0..50 {
                let _guard = lock.lock().await;
                nap(1).await;
            }
            let _first = lock.lock().await;
            let _second = lock.lock().await;
        })
        .unwrap();
    insta::assert_snapshot!(explained(&run.recording), @"
    Stalled at 9 ms: `main` blocks its thread, and all other threads wait as well, each for another one. Without the recorder, the program would hang here for ever.
    Who waits for what cannot be told: the recording had reached its bound before that.
    ");
}

#[test]
fn a_timer_that_runs_out_while_the_thread_is_held_is_no_stall() {
    let program = async {
        let late = tokio::spawn(nap(1));
        yield_now().await;
        std::thread::sleep(ms(5));
        late.await.unwrap();
    };
    let run = timeline::Recorder::new()
        .clock(timeline::Clock::Real)
        .record(program)
        .unwrap();
    assert_eq!(run.recording.outcome, Outcome::Completed);
}

#[test]
fn on_several_threads_lanes_are_still_tasks() {
    // Each waits for the other with the thread in hand: that ends only where both have a thread.
    let both = Arc::new(std::sync::Barrier::new(2));
    let program = async move {
        let meet = |both: Arc<std::sync::Barrier>| async move {
            both.wait();
        };
        let one = tokio::spawn(meet(both.clone()));
        let two = tokio::spawn(meet(both));
        one.await.unwrap();
        two.await.unwrap();
    };
    let run = timeline::Recorder::new()
        .worker_threads(2)
        .record(program)
        .unwrap();
    let ended = |task: &timeline::Task| {
        let how = |e: &timeline::Event| matches!(e.what, What::TaskEnded { task: t, how: timeline::End::Completed, .. } if t == task.id);
        run.recording.events.iter().any(how)
    };
    assert_eq!(
        run.recording.tasks.len(),
        3,
        "no thread of the runtime's own is taken for a task"
    );
    assert!(run.recording.tasks.iter().all(ended));
    let workers = run
        .recording
        .events
        .iter()
        .filter(|e| matches!(e.what, What::PollStarted { .. }))
        .filter_map(|e| e.worker);
    let workers: std::collections::BTreeSet<u32> = workers.collect();
    assert_eq!(workers, [1, 2].into());
    assert_eq!(run.recording.clock, timeline::Clock::Real);
}

#[test]
fn a_lock_made_by_default_is_seen_though_its_place_is_not() {
    let recording = run(async {
        let lock = Mutex::<()>::default();
        let _once = lock.lock().await;
        let _twice = lock.lock().await;
    });
    let Outcome::Stalled(stall) = &recording.outcome else {
        panic!("{:?}", recording.outcome)
    };
    assert_eq!(stall.cycle, [timeline::TaskId(1)]);
    assert_eq!(recording.resources[0].place, None);
}

#[test]
fn a_sleep_inside_a_timeout_is_a_sleep() {
    let recording = run(async {
        timeout(ms(5), nap(1)).await.unwrap();
        timeout(ms(5), sleep(ms(10))).await.unwrap_err();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "sleep: Done at 1 ms",
            "timeout: Abandoned at 1 ms",
            "sleep: Abandoned at 6 ms",
            "timeout: Done at 6 ms",
        ]
    );
}

#[test]
fn what_a_timeout_limits_is_dropped_with_it_also_in_a_branch() {
    let recording = run(async {
        let (_tx, mut rx) = mpsc::channel::<()>(1);
        let limited = timeout(ms(5), rx.recv());
        let (limited, ()) = tokio::join!(limited, nap(20));
        limited.unwrap_err();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "timeout: Done at 5 ms",
            "sleep: Done at 20 ms",
            "mpsc::Receiver::recv: Abandoned at 5 ms",
        ]
    );
}

#[test]
fn a_sender_has_what_it_waited_for_when_its_channel_closes() {
    let recording = run(async {
        let (tx, rx) = mpsc::channel(1);
        tx.send(()).await.unwrap();
        let closes = async {
            nap(5).await;
            drop(rx);
        };
        let (sent, ()) = tokio::join!(tx.send(()), closes);
        sent.unwrap_err();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        ["mpsc::Sender::send: Done at 5 ms", "sleep: Done at 5 ms"]
    );
}

#[test]
fn a_message_is_for_one_receiver_of_several_in_a_task() {
    let recording = run(async {
        let (early, mut first) = mpsc::channel(1);
        let (late, mut second) = mpsc::unbounded_channel();
        let sends = async move {
            nap(1).await;
            early.send(()).await.unwrap();
            nap(9).await;
            late.send(()).unwrap();
        };
        tokio::spawn(sends);
        let first = async {
            first.recv().await.unwrap();
            nap(2).await;
        };
        tokio::join!(first, second.recv()).1.unwrap();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "mpsc::Receiver::recv: Done at 1 ms",
            "mpsc::UnboundedReceiver::recv: Done at 10 ms",
            "sleep: Done at 3 ms",
        ]
    );
}

#[test]
fn a_notification_is_for_one_of_several_that_a_task_awaits() {
    let recording = run(async {
        let (early, late) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let first = async {
            early.notified().await;
            nap(2).await;
        };
        let notifies = tokio::spawn({
            let (early, late) = (early.clone(), late.clone());
            async move {
                nap(1).await;
                early.notify_one();
                nap(9).await;
                late.notify_one();
            }
        });
        tokio::join!(first, late.notified());
        notifies.await.unwrap();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "Notify::notified: Done at 1 ms",
            "Notify::notified: Done at 10 ms",
            "sleep: Done at 3 ms",
        ]
    );
}

#[test]
fn the_end_of_a_task_is_no_notification() {
    let recording = run(async {
        let notify = Arc::new(Notify::new());
        let (one, two) = (tokio::spawn(nap(1)), tokio::spawn(nap(2)));
        tokio::spawn({
            let notify = notify.clone();
            async move {
                nap(5).await;
                notify.notify_one();
            }
        });
        let _ = tokio::join!(notify.notified(), one, two);
    });
    assert_eq!(
        waits_of(&recording, "main")[0],
        "Notify::notified: Done at 5 ms"
    );
}

#[test]
fn that_a_task_yielded_says_nothing_of_what_else_it_waits_for() {
    let recording = run(async {
        let task = tokio::spawn(nap(5));
        // The arm that yields is dropped at once; that it yielded wakes the task all the same.
        tokio::select! {
            biased;
            () = yield_now() => {}
            () = async {} => {}
        }
        task.await.unwrap();
    });
    assert_eq!(waits_of(&recording, "main"), ["JoinHandle: Done at 5 ms"]);
}

#[test]
fn a_task_that_yields_in_a_branch_goes_on_whoever_wakes_it() {
    let recording = run(async {
        let (tx, rx) = oneshot::channel();
        tokio::spawn(async move { tx.send(()).unwrap() });
        let yields = async {
            yield_now().await;
            nap(3).await;
        };
        tokio::join!(rx, yields).0.unwrap();
    });
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "oneshot::Receiver: Done at 0 s",
            "yield_now: Done at 0 s",
            "sleep: Done at 3 ms",
        ]
    );
}

#[test]
fn a_task_that_is_aborted_has_nothing_of_what_came_too_late() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(1);
        let task = tokio::task::Builder::new()
            .name("aborted")
            .spawn(async move { rx.recv().await })
            .unwrap();
        yield_now().await;
        tx.send(()).await.unwrap();
        task.abort();
        task.await.unwrap_err();
    });
    assert_eq!(
        waits_of(&recording, "aborted"),
        ["mpsc::Receiver::recv: Abandoned at 0 s"]
    );
}

#[test]
fn the_end_of_a_channel_that_is_dropped_with_a_task_wakes_who_waits_at_the_other_one() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel::<()>(1);
        let keeps = tokio::spawn(async move {
            nap(1000).await;
            drop(tx);
        });
        let ends = async {
            nap(1).await;
            keeps.abort();
        };
        assert_eq!(tokio::join!(rx.recv(), ends).0, None);
    });
    insta::assert_snapshot!(told(&recording), @"
     0 s `main` begins; it is ready
     0 s `main` spawns `line N` on line N; it is ready
     0 s `main` sleeps on line N of told.rs until 1 ms
     0 s `main` waits on line N for a message from the mpsc channel made on line N
     0 s `line N` sleeps on line N of told.rs until 1 s
    1 ms `main` is woken: its sleep is over
    1 ms `main` has slept
    1 ms `line N` no longer waits for its sleep until 1 s: that future is dropped
    1 ms `line N` wakes `main` with `mpsc::Tx::drop`
    1 ms `line N` is cancelled by `main`: its future is dropped
    1 ms `main` goes on: its wait for a message from the mpsc channel made on line N is over
    1 ms the mpsc channel made on line N is gone: both its ends are dropped
    1 ms `main` is completed
    ");
}

#[test]
fn a_task_that_is_dropped_with_the_runtime_has_ended_for_who_awaits_it() {
    let recording = run(async {
        let never = tokio::spawn(nap(1000));
        tokio::spawn(async move { never.await.unwrap() });
        yield_now().await;
    });
    let unknown = |e: &timeline::Event| {
        let cause = timeline::Cause::Unknown;
        matches!(&e.what, What::Woken { cause: c, .. } if *c == cause)
    };
    assert!(!recording.events.iter().any(unknown));
}

#[test]
fn a_task_that_never_ran_is_not_named_after_a_destructor() {
    struct Says;
    impl Drop for Says {
        fn drop(&mut self) {
            timeline::println!("dropped");
        }
    }
    let recording = run(async {
        let says = Says;
        let task = tokio::spawn(async move {
            let _says = says;
            nap(1).await;
        });
        task.abort();
        task.await.unwrap_err();
    });
    assert!(
        recording.tasks[1].name.starts_with("line "),
        "{}",
        recording.tasks[1].name
    );
}
