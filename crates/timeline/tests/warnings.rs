//! What is worth a warning and what is not: for each warning a program that deserves it, and programs that look much
//! like it and are healthy.

#[path = "support/compute.rs"]
mod compute;

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{Arc, Mutex as StdMutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use compute::compute_alone;
use timeline::{
    Clock, Outcome, Recorder, Recording, Warning, WarningKind, What, label, record, warnings,
};
use tokio::{
    sync::{Mutex, Notify, OwnedMutexGuard, RwLock, Semaphore, broadcast, mpsc, oneshot},
    task::{JoinSet, spawn_blocking, yield_now},
    time::{Instant, interval, sleep, timeout},
};

fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

async fn nap(millis: u64) {
    sleep(ms(millis)).await;
}

fn run<F: Future>(program: F) -> Recording {
    record(program)
        .expect("the tests are built with the instrumentation")
        .recording
}

/// Each warning as a reader sees it. The tests' own lines move whenever one above them changes.
fn told(warnings: &[Warning]) -> String {
    let told: Vec<String> = warnings
        .iter()
        .map(|w| without_lines(&w.sentence))
        .collect();
    told.join("\n")
}

/// "line 123" becomes "line N", and "warnings.rs:123" becomes "warnings.rs:N".
fn without_lines(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, sign)) = ["line ", ".rs:"]
        .iter()
        .filter_map(|sign| Some((rest.find(sign)?, sign)))
        .min()
    {
        let (kept, after) = rest.split_at(before + sign.len());
        out.push_str(kept);
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(if rest.len() < after.len() { "N" } else { "" });
    }
    out + rest
}

/// The warnings of a program that makes no blocking call. Tests run side by side, and on a machine that is short of
/// memory or time, even a page of code that has to be read from disk can look like such a call: only the tests that are
/// about blocking look for it.
fn besides_blocking(recording: &Recording) -> Vec<Warning> {
    let mut found = warnings(recording);
    found.retain(|w| w.kind != WarningKind::BlockedThread);
    found
}

/// The one warning that this program deserves.
#[track_caller]
fn only(recording: &Recording, kind: WarningKind) -> Warning {
    let found = match kind {
        WarningKind::BlockedThread => warnings(recording),
        _ => besides_blocking(recording),
    };
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind, kind);
    let Warning {
        step,
        place,
        sentence,
        way_out,
        ..
    } = &found[0];
    assert!((*step as usize) < recording.events.len());
    if let Some(place) = place {
        assert_eq!(place.file, "crates/timeline/tests/warnings.rs");
    }
    assert_eq!(found[0].to_string(), format!("{sentence} {way_out}"));
    found[0].clone()
}

#[track_caller]
fn healthy(recording: &Recording) {
    let found = besides_blocking(recording);
    assert!(found.is_empty(), "{found:#?}");
}

/// That a program is not accused of blocking either: who really blocks does so every time.
fn never_blocks<F: Future>(program: impl Fn() -> F) {
    let quiet = |_| warnings(&run(program())).is_empty();
    assert!((0..10).any(quiet), "{:#?}", warnings(&run(program())));
}

// --- Polls -----------------------------------------------------------------------------------------------------

#[test]
fn a_poll_that_blocks_the_thread_is_told_with_who_had_to_wait() {
    let recording = run(async {
        let ticker = tokio::spawn(nap(10));
        nap(1).await;
        tokio::spawn(nap(2));
        std::thread::sleep(ms(60));
        nap(20).await;
        ticker.await.unwrap();
    });
    let warning = only(&recording, WarningKind::BlockedThread);
    insta::assert_snapshot!(told(&[warning]), @"`main` held the thread in a blocking call near crates/timeline/tests/warnings.rs:N. It had come from the `.await` on line N and had not reached the one on line N. Meanwhile, `nap 2` was ready and could not run.");
}

#[test]
fn branches_that_block_are_told_although_no_other_task_is_there() {
    async fn fetches() {
        std::thread::sleep(ms(30));
    }
    let recording = run(async { tokio::join!(fetches(), fetches()) });
    let warning = only(&recording, WarningKind::BlockedThread);
    insta::assert_snapshot!(told(&[warning]), @"`main` held the thread in a blocking call. Nothing else could run meanwhile: no other task and no other branch of this one.");
}

#[test]
fn blocking_where_it_belongs_and_at_the_very_end_is_healthy() {
    never_blocks(|| async {
        let ticker = tokio::spawn(nap(10));
        spawn_blocking(|| std::thread::sleep(ms(60))).await.unwrap();
        ticker.await.unwrap();
    });
    // A thread of the program's own is joined when all is done.
    never_blocks(|| async {
        let thread = std::thread::spawn(|| std::thread::sleep(ms(60)));
        nap(1).await;
        thread.join().unwrap();
    });
    // What computes for a moment holds the thread as well, but it does not wait there.
    never_blocks(|| async {
        let other = tokio::spawn(nap(1));
        nap(1).await;
        compute(ms(60));
        other.await.unwrap();
    });
}

fn compute(time: Duration) {
    let began = std::time::Instant::now();
    while began.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[test]
fn a_poll_that_computes_for_long_is_told_unless_nobody_else_is_there() {
    if compute::ran().is_none() {
        return;
    }
    async fn hashes() {
        nap(1).await;
        compute_alone(ms(130));
    }
    let recording = run(async {
        let ticker = tokio::spawn(nap(10));
        tokio::spawn(hashes()).await.unwrap();
        ticker.await.unwrap();
    });
    let warning = only(&recording, WarningKind::NeverYields);
    insta::assert_snapshot!(told(std::slice::from_ref(&warning)), @"`hashes` computed for a tenth of a second or longer without giving way near crates/timeline/tests/warnings.rs:N. It had come from the `.await` on line N and went on to its end. Meanwhile, `nap` could not have run.");
    assert!(
        warning.way_out.contains("spawn_blocking"),
        "{}",
        warning.way_out
    );
    healthy(&run(async { tokio::spawn(hashes()).await.unwrap() }));
    healthy(&run(async {
        let ticker = tokio::spawn(nap(10));
        spawn_blocking(|| compute_alone(ms(130))).await.unwrap();
        ticker.await.unwrap();
    }));
    // Recording them takes most of the time that these take.
    let recording = run(async {
        let ticker = tokio::spawn(nap(10));
        for _ in 0..1000 {
            tokio::spawn(async {});
        }
        compute_alone(ms(130));
        ticker.await.unwrap();
    });
    assert!(
        recording
            .events
            .iter()
            .all(|e| !matches!(e.what, What::PollEnded { computed: true, .. }))
    );
}

#[test]
fn a_poll_that_computes_while_others_are_ready_is_told_on_the_real_clock() {
    async fn counts() {
        compute(ms(700));
    }
    let program = || async {
        let (counter, other) = (tokio::spawn(counts()), tokio::spawn(nap(1)));
        counter.await.unwrap();
        other.await.unwrap();
    };
    let recording = Recorder::new()
        .clock(Clock::Real)
        .record(program())
        .unwrap()
        .recording;
    let warning = only(&recording, WarningKind::NeverYields);
    assert!(
        warning.sentence.starts_with("`line"),
        "{}",
        warning.sentence
    );
    assert!(
        warning.sentence.ends_with("was ready and could not run."),
        "{}",
        warning.sentence
    );
    // In virtual time it takes no time.
    healthy(&run(program()));
    // And nobody is hurt where nobody else is there.
    healthy(
        &Recorder::new()
            .clock(Clock::Real)
            .record(counts())
            .unwrap()
            .recording,
    );
}

/// Is ready after so many polls, and asks for each of them itself.
struct Countdown(u32);

impl Future for Countdown {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

#[test]
fn a_future_that_wakes_itself_over_and_over_is_told() {
    for in_main in [true, false] {
        let recording = run(async move {
            if in_main {
                Countdown(5_000).await;
            } else {
                tokio::spawn(Countdown(5_000)).await.unwrap();
            }
        });
        let warning = only(&recording, WarningKind::BusyWaking);
        insta::allow_duplicates! {
            insta::assert_snapshot!(told(&[warning]).replace("`line N`", "`main`"), @"`main` woke itself and returned at crates/timeline/tests/warnings.rs:N, 1000 polls in a row, and did nothing else that anybody could see: whatever it waits for, it keeps the thread busy meanwhile.");
        }
    }
    healthy(&run(Countdown(500)));
}

#[test]
fn a_loop_that_only_gives_way_until_something_happens_is_told() {
    let recording = run(async {
        let done = Arc::new(StdMutex::new(0));
        let counter = tokio::spawn({
            let done = done.clone();
            async move {
                for _ in 0..20_000 {
                    yield_now().await;
                    *done.lock().unwrap() += 1;
                }
            }
        });
        while *done.lock().unwrap() < 20_000 {
            yield_now().await;
        }
        counter.await.unwrap();
    });
    let found = besides_blocking(&recording);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found.iter().all(|w| w.kind == WarningKind::BusyWaking));
}

#[test]
fn turns_that_get_on_are_healthy() {
    // Work in chunks.
    healthy(&run(async {
        for _ in 0..5_000 {
            yield_now().await;
        }
    }));
    // Each turn does something that others can see.
    healthy(&run(async {
        let (tx, mut rx) = mpsc::unbounded_channel();
        let consumer = tokio::spawn(async move { while let Some(()) = rx.recv().await {} });
        for _ in 0..12_000 {
            tx.send(()).unwrap();
            yield_now().await;
        }
        drop(tx);
        consumer.await.unwrap();
    }));
    // A task that has more to do than its budget allows is woken by the runtime.
    healthy(&run(async {
        let (tx, mut rx) = mpsc::unbounded_channel();
        for _ in 0..150_000 {
            tx.send(()).unwrap();
        }
        drop(tx);
        while let Some(()) = rx.recv().await {}
    }));
}

/// Wakes whoever polls it several times at once.
struct Insistent(u32);

impl Future for Insistent {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        for _ in 0..100 {
            context.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

#[test]
fn many_wakes_that_change_nothing_are_told() {
    let recording = run(async {
        tokio::spawn(Insistent(20)).await.unwrap();
    });
    let warning = only(&recording, WarningKind::RedundantWakes);
    insta::assert_snapshot!(told(&[warning]), @"`line N` was woken 1000 times at crates/timeline/tests/warnings.rs:N while it was ready already: these wakes change nothing.");
    healthy(&run(Insistent(3)));
}

#[test]
fn timers_and_channels_that_wake_a_task_together_are_healthy() {
    healthy(&run(async {
        let notify = Notify::new();
        let mut all: Vec<Pin<Box<dyn Future<Output = ()>>>> = Vec::new();
        for _ in 0..1_500 {
            all.push(Box::pin(nap(10)));
            all.push(Box::pin(notify.notified()));
        }
        let tell = async {
            nap(5).await;
            notify.notify_waiters();
        };
        let all = std::future::poll_fn(|context| {
            all.retain_mut(|one| one.as_mut().poll(context).is_pending());
            if all.is_empty() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        tokio::join!(all, tell);
    }));
}

// --- Waits -----------------------------------------------------------------------------------------------------

/// Two tasks; the first holds the lock while it naps, the second asks for it meanwhile.
async fn shares_a_lock(held: u64, asks_after: u64) {
    let lock = Arc::new(Mutex::new(0));
    let asker = tokio::spawn({
        let lock = lock.clone();
        async move {
            nap(asks_after).await;
            *lock.lock().await += 1;
        }
    });
    let guard = lock.lock().await;
    nap(held).await;
    drop(guard);
    asker.await.unwrap();
}

#[test]
fn a_lock_held_across_a_long_wait_is_told_with_how_long() {
    let warning = only(
        &run(shares_a_lock(3000, 1000)),
        WarningKind::LockHeldAcrossWait,
    );
    insta::assert_snapshot!(told(&[warning]), @"`main` holds the Mutex made on line N for 3 s while it waits at crates/timeline/tests/warnings.rs:N for its sleep until 3 s. `line N` had to wait for the lock for 2 s of it.");
}

#[test]
fn a_share_held_while_a_writer_waits_is_told() {
    let recording = run(async {
        let lock = RwLock::new(0);
        let reader = async {
            let _share = lock.read().await;
            nap(1000).await;
        };
        let writer = async { *lock.write().await += 1 };
        tokio::join!(reader, writer);
    });
    let warning = only(&recording, WarningKind::LockHeldAcrossWait);
    insta::assert_snapshot!(told(&[warning]), @"`main` holds a share of the RwLock made on line N for 1 s while it waits at crates/timeline/tests/warnings.rs:N for its sleep until 1 s. Another branch of it had to wait for the lock for 1 s of it.");
}

#[test]
fn many_that_do_the_same_are_told_once() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let mut set = JoinSet::new();
        for _ in 0..5 {
            let lock = lock.clone();
            set.spawn(async move {
                let mut total = lock.lock().await;
                nap(1000).await;
                *total += 1;
            });
        }
        set.join_all().await;
    });
    let warning = only(&recording, WarningKind::LockHeldAcrossWait);
    insta::assert_snapshot!(told(&[warning]), @"`line N` holds the Mutex made on line N for 1 s while it waits at crates/timeline/tests/warnings.rs:N for its sleep until 1 s. `line N #2`, `line N #3` and 2 others had to wait for the lock for up to 1 s of it. This happened 3 times more.");
}

#[test]
fn locks_that_hurt_nobody_are_healthy() {
    // Held long, and nobody asks for it until it is free.
    healthy(&run(shares_a_lock(3000, 3000)));
    // Asked for shortly before.
    healthy(&run(shares_a_lock(3000, 2800)));
    // Held for short waits.
    healthy(&run(shares_a_lock(100, 0)));
    // Readers do not hinder each other.
    healthy(&run(async {
        let lock = RwLock::new(0);
        let reader = || async {
            let _share = lock.read().await;
            nap(3000).await;
        };
        tokio::join!(reader(), reader());
    }));
    // Another branch waits, not the one that holds the lock.
    healthy(&run(async {
        let lock = Mutex::new(0);
        let short = || async {
            let _guard = lock.lock().await;
            nap(10).await;
        };
        tokio::join!(short(), short(), nap(5000));
    }));
    // Many wait for one another's turn: long in sum, each short.
    healthy(&run(async {
        let lock = Arc::new(Mutex::new(()));
        let mut set = JoinSet::new();
        for _ in 0..30 {
            let lock = lock.clone();
            set.spawn(async move {
                let _guard = lock.lock().await;
                nap(100).await;
            });
        }
        set.join_all().await;
    }));
    // Permits are there to be held.
    healthy(&run(async {
        let permits = Arc::new(Semaphore::new(1));
        let mut set = JoinSet::new();
        for _ in 0..3 {
            let permits = permits.clone();
            set.spawn(async move {
                let _permit = permits.acquire().await.unwrap();
                nap(1000).await;
            });
        }
        set.join_all().await;
    }));
}

#[test]
fn a_timer_that_is_noticed_late_is_told_with_what_kept_the_task() {
    let recording = run(async {
        let (tx, mut rx) = mpsc::channel(1);
        tokio::spawn(async move {
            nap(10).await;
            tx.send(()).await.unwrap();
            nap(20_000).await;
        });
        let mut deadline = pin!(sleep(ms(1000)));
        loop {
            tokio::select! {
                () = &mut deadline => break,
                Some(()) = rx.recv() => nap(5000).await,
            }
        }
    });
    let found = besides_blocking(&recording);
    insta::assert_snapshot!(told(&found[..1]), @"`main` noticed only at 5.01 s that a sleep at crates/timeline/tests/warnings.rs:N had run out at 1 s, 4.01 s before. Meanwhile it waited at crates/timeline/tests/warnings.rs:N for its sleep until 5.01 s.");
    assert_eq!(found[0].kind, WarningKind::LateTimer);
}

#[test]
fn timers_that_are_looked_at_in_time_are_healthy() {
    // Set again and again before it runs out.
    healthy(&run(async {
        let mut idle = pin!(sleep(ms(1000)));
        for _ in 0..5 {
            tokio::select! {
                () = &mut idle => break,
                () = nap(800) => idle.as_mut().reset(Instant::now() + ms(1000)),
            }
        }
        idle.await;
    }));
    // Set first and looked at last: it need not be noticed before.
    healthy(&run(async {
        let at_least = sleep(ms(1000));
        nap(5000).await;
        at_least.await;
    }));
    // Ticks that are late because the work between them takes long.
    healthy(&run(async {
        let mut ticks = interval(ms(100));
        for _ in 0..3 {
            ticks.tick().await;
            nap(1000).await;
        }
    }));
    healthy(&run(async {
        let _ = timeout(ms(1000), nap(5000)).await;
        timeout(ms(5000), nap(1000)).await.unwrap();
    }));
}

// --- Ends ------------------------------------------------------------------------------------------------------

async fn panics_after(millis: u64) {
    nap(millis).await;
    panic!("expected by the test");
}

#[test]
fn a_panic_that_nobody_waits_for_is_told() {
    let recording = run(async {
        tokio::spawn(panics_after(10));
        nap(100).await;
    });
    let warning = only(&recording, WarningKind::LostPanic);
    insta::assert_snapshot!(told(&[warning]), @r#"`panics_after`, which was spawned at crates/timeline/tests/warnings.rs:N, panicked after 10 ms at crates/timeline/tests/warnings.rs:N ("expected by the test"), and nobody was seen waiting for its end. A panic ends the task alone: whoever never awaits its handle does not learn of it."#);
}

#[test]
fn a_panic_of_one_of_many_that_are_joined_is_healthy() {
    healthy(&run(async {
        let tasks = [tokio::spawn(nap(20)), tokio::spawn(panics_after(10))];
        for task in tasks {
            let _ = task.await;
        }
    }));
    healthy(&run(async {
        let mut tasks = JoinSet::new();
        tasks.spawn(nap(20));
        tasks.spawn(panics_after(10));
        while tasks.join_next().await.is_some() {}
    }));
}

#[test]
fn a_panic_that_somebody_waits_for_is_healthy() {
    healthy(&run(async {
        tokio::spawn(panics_after(10)).await.unwrap_err()
    }));
    healthy(&run(async {
        let mut set = JoinSet::new();
        set.spawn(panics_after(10));
        set.spawn(panics_after(20));
        while set.join_next().await.is_some() {}
    }));
    healthy(&run(async {
        let mut task = tokio::spawn(panics_after(25));
        loop {
            tokio::select! {
                end = &mut task => break end.unwrap_err(),
                () = nap(10) => {}
            }
        }
    }));
    healthy(&run(async {
        spawn_blocking(|| panic!("expected by the test"))
            .await
            .unwrap_err()
    }));
    healthy(&run(async {
        let closure = spawn_blocking(|| panic!("expected by the test"));
        while !closure.is_finished() {
            std::thread::yield_now();
        }
        closure.await.unwrap_err()
    }));
    // Seen after the fact, and handed on by the program's own panic.
    healthy(&run(async {
        let task = tokio::spawn(panics_after(10));
        nap(100).await;
        task.await.unwrap();
    }));
}

async fn saves() {
    nap(100).await;
}

#[test]
fn work_that_is_dropped_at_the_end_is_told_with_where_it_stood() {
    let recording = run(async {
        tokio::spawn(saves());
        nap(10).await;
    });
    let warning = only(&recording, WarningKind::LostAtShutdown);
    insta::assert_snapshot!(told(&[warning]), @"`saves` was dropped at 10 ms, when the program was over, in the middle of its work: it was waiting at crates/timeline/tests/warnings.rs:N for its sleep until 100 ms.");

    let recording = run(async {
        tokio::spawn(label("call to rome", nap(100)));
        nap(10).await;
    });
    let warning = only(&recording, WarningKind::LostAtShutdown);
    insta::assert_snapshot!(told(&[warning]), @"`nap` was dropped at 10 ms, when the program was over, in the middle of its work: it was waiting for `call to rome`.");
}

#[test]
fn a_task_that_never_ran_and_a_message_that_nobody_read_are_told() {
    let recording = run(async {
        tokio::spawn(saves());
    });
    let warning = only(&recording, WarningKind::LostAtShutdown);
    insta::assert_snapshot!(told(&[warning]), @"`line N` never ran: the program was over at 0 s before its turn came.");

    async fn logs(mut lines: mpsc::Receiver<&str>) {
        while lines.recv().await.is_some() {}
    }
    let recording = run(async {
        let (tx, rx) = mpsc::channel(8);
        tokio::spawn(logs(rx));
        tx.send("first").await.unwrap();
        nap(10).await;
        tx.send("last").await.unwrap();
    });
    let warning = only(&recording, WarningKind::LostAtShutdown);
    insta::assert_snapshot!(told(&[warning]), @"`logs` was sent a message by `main` at crates/timeline/tests/warnings.rs:N and never got to see it: the program was over at 10 ms before its turn came.");
}

#[test]
fn what_listens_and_ticks_may_be_dropped_at_the_end() {
    healthy(&run(async {
        let (tx, mut rx) = mpsc::channel(8);
        let (all, mut each) = broadcast::channel::<()>(8);
        let (_answer, question) = oneshot::channel::<()>();
        let notify = Arc::new(Notify::new());
        // A server.
        tokio::spawn(async move { while let Some(()) = rx.recv().await {} });
        tokio::spawn(async move { while each.recv().await.is_ok() {} });
        // Who waits for the signal to stop, also beside a timer of its own.
        tokio::spawn(question);
        tokio::spawn(async move {
            tokio::select! { () = notify.notified() => {}, () = nap(60_000) => {} }
        });
        // Heartbeats.
        tokio::spawn(async {
            loop {
                nap(10).await;
            }
        });
        tokio::spawn(async {
            let mut ticks = interval(ms(60_000));
            loop {
                ticks.tick().await;
            }
        });
        nap(5).await;
        tx.send(()).await.unwrap();
        all.send(()).unwrap();
        nap(30).await;
        // Its receiver is woken by the end of the sender, and has nothing to lose.
        drop(tx);
    }));
    // Cancelled on purpose.
    healthy(&run(async {
        let task = tokio::spawn(saves());
        nap(10).await;
        task.abort();
        nap(10).await;
    }));
    // The main future has failed: that is told anyway, and what else is lost comes of it.
    healthy(&run(async {
        tokio::spawn(saves());
        panics_after(10).await;
    }));
}

#[test]
fn a_future_polled_after_it_was_ready_is_told() {
    async fn answers() -> u32 {
        nap(10).await;
        7
    }
    let program = || async {
        let mut answer = pin!(answers());
        for _ in 0..2 {
            tokio::select! {
                _ = &mut answer => {}
                () = nap(1000) => {}
            }
        }
    };
    let recording = run(program());
    assert!(matches!(recording.outcome, Outcome::Panicked { .. }));
    let warning = only(&recording, WarningKind::PolledAfterReady);
    insta::assert_snapshot!(told(&[warning]), @"`main` panicked because it polled a future that had been ready before: such a future has given away its result and has nothing left to do. It had last waited at crates/timeline/tests/warnings.rs:N.");
    // In a task, whose end somebody unwraps.
    let recording = run(async move { tokio::spawn(program()).await.unwrap() });
    let warning = only(&recording, WarningKind::PolledAfterReady);
    assert_ne!(warning.task, recording.tasks[0].id);
}

// --- Rings -----------------------------------------------------------------------------------------------------

/// Takes one lock, and a little later the other one as well.
async fn both(first: Arc<Mutex<()>>, second: Arc<Mutex<()>>) {
    let _first = first.lock().await;
    nap(5).await;
    let _second = second.lock().await;
}

fn two() -> (Arc<Mutex<()>>, Arc<Mutex<()>>) {
    (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())))
}

#[test]
fn a_ring_is_told_while_the_rest_of_the_program_goes_on() {
    let recording = run(async {
        let (left, right) = two();
        tokio::spawn(both(left.clone(), right.clone()));
        tokio::spawn(both(right, left));
        for _ in 0..10 {
            nap(100).await;
        }
    });
    assert_eq!(recording.outcome, Outcome::Completed);
    let found = besides_blocking(&recording);
    assert_eq!(found[0].kind, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&found), @"Deadlock from 5 ms on, while the rest of the program goes on. `both` and `both 2` wait for one another: `both` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `both 2` holds; `both 2` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `both` holds. Nothing ended it but the end of the program, at 1 s.");
}

#[test]
fn a_ring_that_a_timeout_or_an_abort_ends_is_told_with_its_end() {
    let recording = run(async {
        let (left, right) = two();
        let one = tokio::spawn({
            let (left, right) = (left.clone(), right.clone());
            async move { timeout(ms(1000), both(left, right)).await.unwrap_err() }
        });
        let two = tokio::spawn(both(right, left));
        one.await.unwrap();
        two.await.unwrap();
    });
    let warning = only(&recording, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&[warning]), @"Deadlock from 5 ms on, while the rest of the program goes on. `line N` and `both` wait for one another: `line N` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `both` holds; `both` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `line N` holds. It ended at 1 s, when `line N` gave up waiting.");

    let recording = run(async {
        let (left, right) = two();
        let one = tokio::spawn(both(left.clone(), right.clone()));
        let two = tokio::spawn(both(right, left));
        nap(1000).await;
        one.abort();
        two.await.unwrap();
    });
    let warning = only(&recording, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&[warning]), @"Deadlock from 5 ms on, while the rest of the program goes on. `both` and `both 2` wait for one another: `both` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `both 2` holds; `both 2` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `both` holds. It ended at 1 s, when `both` was cancelled.");

    let recording = run(async {
        let (left, right) = two();
        let one = tokio::spawn({
            let (left, right) = (left.clone(), right.clone());
            async move {
                let _left = left.lock().await;
                nap(5).await;
                tokio::select! { _ = right.lock() => {}, () = nap(1000) => {} }
            }
        });
        let two = tokio::spawn(both(right, left));
        one.await.unwrap();
        two.await.unwrap();
    });
    only(&recording, WarningKind::Deadlock);
}

#[test]
fn a_task_that_waits_for_itself_is_told_while_others_go_on() {
    let recording = run(async {
        let lock = Arc::new(Mutex::new(()));
        tokio::spawn(async move {
            let _once = lock.lock().await;
            let _twice = lock.lock().await;
        });
        nap(1000).await;
    });
    let found = besides_blocking(&recording);
    assert_eq!(found[0].kind, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&found), @"Deadlock from 0 s on, while the rest of the program goes on: `line N` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which it holds itself. Nothing ended it but the end of the program, at 1 s.");
}

#[test]
fn a_reader_that_reads_again_behind_a_writer_waits_for_itself() {
    let recording = run(async {
        let lock = Arc::new(RwLock::new(()));
        let reader = tokio::spawn({
            let lock = lock.clone();
            async move {
                let _once = lock.read().await;
                nap(5).await;
                let _twice = lock.read().await;
            }
        });
        let writer = tokio::spawn(async move {
            let _all = lock.write().await;
        });
        nap(1000).await;
        reader.abort();
        writer.await.unwrap();
    });
    let warning = only(&recording, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&[warning]), @"Deadlock from 5 ms on, while the rest of the program goes on: `line N` waits at crates/timeline/tests/warnings.rs:N for the RwLock made on line N, of which it holds a share itself; who reads has to stand back for a task that waits to write. It ended at 1 s, when `line N` was cancelled.");
}

#[test]
fn a_single_permit_counts_as_a_lock() {
    let recording = run(async {
        let (lock, permit) = (Arc::new(Mutex::new(())), Arc::new(Semaphore::new(1)));
        let one = tokio::spawn({
            let (lock, permit) = (lock.clone(), permit.clone());
            async move {
                let _guard = lock.lock().await;
                nap(5).await;
                let _permit = permit.acquire().await.unwrap();
            }
        });
        let two = tokio::spawn(async move {
            let _permit = permit.acquire().await.unwrap();
            nap(5).await;
            let _guard = lock.lock().await;
        });
        nap(1000).await;
        one.abort();
        two.await.unwrap();
    });
    let warning = only(&recording, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&[warning]), @"Deadlock from 5 ms on, while the rest of the program goes on. `line N` and `line N` wait for one another: `line N` waits at crates/timeline/tests/warnings.rs:N for the Semaphore made on line N, whose only permit `line N` has; `line N` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which `line N` holds. It ended at 1 s, when `line N` was cancelled.");
}

#[test]
fn branches_of_one_task_that_wait_for_each_other_are_told() {
    let recording = run(async {
        let task = tokio::spawn(async {
            let (left, right) = two();
            tokio::join!(both(left.clone(), right.clone()), both(right, left));
        });
        nap(1000).await;
        task.abort();
        nap(10).await;
    });
    let warning = only(&recording, WarningKind::Deadlock);
    insta::assert_snapshot!(told(&[warning]), @"Deadlock from 5 ms on, while the rest of the program goes on: `line N` waits at crates/timeline/tests/warnings.rs:N for the Mutex made on line N, which it holds itself. It ended at 1 s, when `line N` was cancelled.");
}

#[test]
fn a_stall_is_explained_and_not_told_twice() {
    let recording = run(async {
        let (left, right) = two();
        tokio::join!(both(left.clone(), right.clone()), both(right, left));
    });
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
    healthy(&recording);
}

#[test]
fn rings_that_are_none_are_healthy() {
    // The same order everywhere.
    healthy(&run(async {
        let (left, right) = two();
        let one = tokio::spawn(both(left.clone(), right.clone()));
        both(left, right).await;
        one.await.unwrap();
    }));
    // One branch holds the lock and sleeps, the other one waits for it: a task that waits for itself, and does get on.
    healthy(&run(async {
        let task = tokio::spawn(async {
            let lock = Mutex::new(());
            let holds = async {
                let _guard = lock.lock().await;
                nap(100).await;
            };
            let asks = async {
                let _guard = lock.lock().await;
            };
            tokio::join!(holds, asks);
        });
        task.await.unwrap();
    }));
    // The same, and it is aborted before it could.
    healthy(&run(async {
        let task = tokio::spawn(async {
            let lock = Mutex::new(());
            let holds = async {
                let _guard = lock.lock().await;
                nap(1000).await;
            };
            let asks = async {
                let _guard = timeout(ms(50), lock.lock()).await;
            };
            tokio::join!(holds, asks);
        });
        nap(100).await;
        task.abort();
        nap(1).await;
    }));
    // A guard that is handed to another task, and given back there.
    async fn keeps(guard: OwnedMutexGuard<()>) {
        nap(100).await;
        drop(guard);
    }
    healthy(&run(async {
        let lock = Arc::new(Mutex::new(()));
        let keeper = tokio::spawn(keeps(lock.clone().lock_owned().await));
        let _again = lock.lock().await;
        keeper.await.unwrap();
    }));
    // The same, cut off by a timeout and by the end of the program.
    healthy(&run(async {
        let lock = Arc::new(Mutex::new(()));
        let keeper = tokio::spawn(keeps(lock.clone().lock_owned().await));
        let _ = timeout(ms(50), lock.lock()).await;
        keeper.await.unwrap();
    }));
    // Permits that are handed on, one at a time.
    healthy(&run(async {
        let permit = Arc::new(Semaphore::new(1));
        let mut set = JoinSet::new();
        for _ in 0..3 {
            let permit = permit.clone().acquire_owned().await.unwrap();
            set.spawn(async move {
                nap(100).await;
                drop(permit);
            });
        }
        let _ = timeout(ms(50), permit.acquire()).await;
        set.join_all().await;
    }));
    // A semaphore as a signal: its permits are forgotten and made anew.
    healthy(&run(async {
        let signal = Arc::new(Semaphore::new(0));
        let waiter = tokio::spawn({
            let signal = signal.clone();
            async move {
                for _ in 0..3 {
                    signal.acquire().await.unwrap().forget();
                }
            }
        });
        signal.add_permits(1);
        nap(10).await;
        signal.add_permits(1);
        nap(10).await;
        waiter.abort();
        nap(10).await;
    }));
    // A lock that is tried for a while beside other work of the same task.
    healthy(&run(async {
        let lock = Mutex::new(());
        let holds = async {
            let guard = lock.lock().await;
            nap(20).await;
            drop(guard);
        };
        let tries = async { while timeout(ms(5), lock.lock()).await.is_err() {} };
        tokio::join!(holds, tries);
    }));
}

// --- Whole programs ----------------------------------------------------------------------------------------------

#[test]
fn a_program_of_everything_that_does_all_rightly_is_healthy() {
    healthy(&run(async {
        let store = Arc::new(RwLock::new(Vec::new()));
        let permits = Arc::new(Semaphore::new(2));
        let (tx, mut rx) = mpsc::channel(4);
        let (stop, mut stopped) = broadcast::channel::<()>(1);
        let collector = tokio::spawn({
            let store = store.clone();
            async move {
                let mut flushes = interval(ms(50));
                loop {
                    tokio::select! {
                        Some(one) = rx.recv() => store.write().await.push(one),
                        _ = flushes.tick() => {}
                        _ = stopped.recv() => break,
                    }
                }
            }
        });
        let mut fetches = JoinSet::new();
        for i in 0..20 {
            let (tx, permits) = (tx.clone(), permits.clone());
            fetches.spawn(async move {
                let _permit = permits.acquire().await.unwrap();
                if timeout(ms(300), nap(100 + 20 * i)).await.is_ok() {
                    tx.send(i).await.unwrap();
                }
            });
        }
        while fetches.join_next().await.is_some() {}
        let digest = spawn_blocking(|| std::thread::sleep(ms(30)));
        digest.await.unwrap();
        stop.send(()).unwrap();
        collector.await.unwrap();
        assert_eq!(store.read().await.len(), 10);
    }));
}

#[test]
fn half_a_recording_accuses_nobody() {
    let half = Recorder::new().max_events(60).record(async {
        tokio::spawn(panics_after(10));
        let (left, right) = two();
        tokio::spawn(both(left.clone(), right.clone()));
        tokio::spawn(both(right, left));
        for _ in 0..100 {
            nap(1).await;
        }
    });
    let half = half.unwrap().recording;
    assert!(half.omitted > 0);
    healthy(&half);
}

#[test]
fn a_waker_kept_by_hand_and_used_once_is_healthy() {
    #[derive(Default)]
    struct Gate {
        open: bool,
        waker: Option<Waker>,
    }
    healthy(&run(async {
        let gate = Arc::new(StdMutex::new(Gate::default()));
        let opener = tokio::spawn({
            let gate = gate.clone();
            async move {
                nap(10).await;
                let mut gate = gate.lock().unwrap();
                gate.open = true;
                if let Some(waker) = gate.waker.take() {
                    waker.wake();
                }
            }
        });
        std::future::poll_fn(|context| {
            let mut gate = gate.lock().unwrap();
            if gate.open {
                return Poll::Ready(());
            }
            gate.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
        opener.await.unwrap();
    }));
}
