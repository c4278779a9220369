//! What questions to a recording answer, and what claims about it say when they are not true.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use timeline::assert::*;
use timeline::query::{Moment, Span, TaskState};
use timeline::{Clock, End, Recorder, Recording, TaskId, What, label, record};
use tokio::sync::{Mutex, Semaphore, oneshot};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{advance, sleep, timeout};

const MAIN: TaskId = TaskId(1);
const SECOND: Micros = 1_000_000;
type Micros = timeline::Micros;

fn run<F: Future>(program: F) -> Recording {
    record(program)
        .expect("the tests are built with the instrumentation")
        .recording
}

async fn loader(ready: oneshot::Receiver<u32>) {
    timeline::println!("loaded {}", ready.await.unwrap());
}

async fn saver(ready: oneshot::Sender<u32>) {
    label("write", sleep(secs(3))).await;
    ready.send(42).unwrap();
    sleep(secs(60)).await;
}

/// `saver` lets `loader` go on after three seconds, and is cancelled when `loader` has ended.
fn load_and_save() -> Recording {
    run(async {
        let (tx, rx) = oneshot::channel();
        let (load, save) = (tokio::spawn(loader(rx)), tokio::spawn(saver(tx)));
        load.await.unwrap();
        save.abort();
        save.await.unwrap_err();
    })
}

fn id(recording: &Recording, name: &str) -> TaskId {
    recording.task_named(name).expect(name).id
}

/// The tests' own lines move whenever one above them changes, and steps with every event that is added to the model.
fn without_lines(text: &str) -> String {
    let mut out = text.to_owned();
    for word in ["line ", "step "] {
        let mut parts = out.split(word);
        let mut masked = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            masked.push_str(word);
            masked.push('N');
            masked.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
        out = masked;
    }
    out
}

fn why<C: Claim>(recording: &Recording, claim: C) -> String {
    recording
        .check(claim)
        .expect_err("the claim is not true")
        .to_string()
}

#[test]
fn a_task_is_ready_then_running_then_waiting_then_over() {
    let recording = load_and_save();
    let loader = id(&recording, "loader");
    let mut states = Vec::new();
    for event in &recording.events {
        let state = recording.state_after(loader, event.step);
        if states.last() != Some(&state) {
            states.push(state);
        }
        let running = recording.running_after(event.step);
        assert!(running.len() <= 1, "one thread");
        let runs = running.iter().any(|t| t.id == loader);
        assert_eq!(
            runs,
            state == Some(TaskState::Running),
            "step {}",
            event.step
        );
    }
    let [ready, running] = [TaskState::Ready, TaskState::Running].map(Some);
    let (waiting, ended) = (
        Some(TaskState::Waiting),
        Some(TaskState::Ended(End::Completed)),
    );
    assert_eq!(
        states,
        [None, ready, running, waiting, ready, running, ended]
    );
}

#[test]
fn a_task_that_wakes_itself_while_it_runs_is_ready_at_once() {
    let recording = run(async {
        let (tx, rx) = oneshot::channel();
        let ask = async { rx.await.unwrap() };
        let answer = async {
            tx.send(()).unwrap();
            std::future::pending::<()>().await;
        };
        tokio::select! { () = ask => {}, () = answer => {} }
    });
    let states: Vec<_> = recording
        .events
        .iter()
        .map(|e| recording.state_after(MAIN, e.step).unwrap())
        .collect();
    assert!(!states.contains(&TaskState::Waiting), "{states:?}");
}

#[test]
fn times_add_up_to_the_life_of_the_task() {
    let recording = run(async {
        let other = tokio::spawn(async { sleep(secs(1)).await });
        sleep(secs(2)).await;
        // Moves the clock and keeps the thread: the other task is ready and cannot run.
        advance(secs(0)).await;
        other.await.unwrap();
    });
    for task in &recording.tasks {
        let times = recording.times(task.id).unwrap();
        let life =
            recording.task_span(task.id).unwrap().to.at - recording.spawned(task.id).unwrap().at;
        assert_eq!(
            times.running + times.ready + times.waiting,
            life,
            "{}",
            task.name
        );
    }
    let main = recording.times(MAIN).unwrap();
    assert_eq!(main.waiting, 2 * SECOND);
    assert!(recording.times(TaskId(99)).is_none());
}

#[test]
fn on_the_real_clock_running_takes_time() {
    let recorder = Recorder::new().clock(Clock::Real);
    let program = async {
        tokio::spawn(async { yield_now().await });
        yield_now().await;
        std::thread::sleep(millis(20));
        yield_now().await;
    };
    let recording = recorder.record(program).unwrap().recording;
    assert!(recording.times(MAIN).unwrap().running >= 20_000);
    assert!(
        recording.times(TaskId(2)).unwrap().ready >= 20_000,
        "it stood behind main"
    );
    let polls = recording.events.windows(2);
    let longest = polls.max_by_key(|pair| pair[1].at - pair[0].at).unwrap();
    let during = (longest[0].at + longest[1].at) / 2;
    let ran: Vec<_> = recording.ran_at(during).iter().map(|t| t.id).collect();
    assert_eq!(ran, [MAIN]);
}

#[test]
fn what_is_in_flight_at_a_time_and_after_a_step() {
    let recording = load_and_save();
    let at = |at| -> Vec<_> {
        recording
            .in_flight_at(at)
            .iter()
            .map(|w| w.name())
            .collect()
    };
    assert_eq!(at(SECOND), ["JoinHandle", "oneshot::Receiver", "write"]);
    assert_eq!(
        at(3 * SECOND),
        [""; 0],
        "all of it ends then, and the next sleep is dropped at once"
    );
    let mut most = 0;
    for event in &recording.events {
        let flying = recording.in_flight_after(event.step);
        let spans = recording
            .waits
            .iter()
            .map(|w| recording.wait_span(w.id).unwrap());
        assert_eq!(
            flying.len(),
            spans.filter(|s| s.contains(event.step)).count()
        );
        most = most.max(flying.len());
    }
    let spans = recording
        .waits
        .iter()
        .map(|w| recording.wait_span(w.id).unwrap());
    assert_eq!(Span::most_at_once(spans).unwrap().count, most);
}

#[test]
fn a_chain_of_causes_goes_back_to_the_start() {
    let recording = load_and_save();
    let loaded = recording.notes().next().unwrap();
    assert_eq!(
        (loaded.text, loaded.task),
        ("loaded 42", Some(id(&recording, "loader")))
    );
    let causes = recording.causes(loaded.at.step).to_string();
    insta::assert_snapshot!(without_lines(&causes), @"
    3 s  `loader` says: loaded 42
    3 s  `saver` wakes `loader` with `oneshot::Sender::send` on line N
    3 s  `saver` is woken, because the timer in `write` has run out
    0 s  `saver` waits on line N for `write`
    0 s  `main` spawns `saver` on line N; it is ready
    0 s  `main` begins; it is ready
    ");
    let steps: Vec<_> = recording
        .causes(loaded.at.step)
        .events()
        .map(|e| e.step)
        .collect();
    assert!(steps.is_sorted_by(|a, b| a > b), "{steps:?}");
    assert_eq!(recording.causes(u32::MAX).events().count(), 0);
}

#[test]
fn a_cancelled_task_goes_back_to_who_aborted_it() {
    let recording = load_and_save();
    let cancelled = recording.task_span(id(&recording, "saver")).unwrap().to;
    let causes = recording.causes(cancelled.step).to_string();
    insta::assert_snapshot!(without_lines(&causes), @"
    3 s  `saver` is cancelled by `main`: its future is dropped
    3 s  `main` is woken, because `loader` has ended
    3 s  `loader` is completed
    3 s  `saver` wakes `loader` with `oneshot::Sender::send` on line N
    3 s  `saver` is woken, because the timer in `write` has run out
    0 s  `saver` waits on line N for `write`
    0 s  `main` spawns `saver` on line N; it is ready
    0 s  `main` begins; it is ready
    ");
}

#[test]
fn every_chain_of_causes_of_a_program_without_outsiders_begins_with_main() {
    let recording = run(async {
        let permits = Arc::new(Semaphore::new(1));
        let mut set = JoinSet::new();
        for i in 0..3 {
            let permits = permits.clone();
            set.spawn(async move {
                let _permit = permits.acquire().await.unwrap();
                sleep(millis(i)).await;
                yield_now().await;
            });
        }
        set.join_all().await;
    });
    for event in recording.events.iter().filter(|e| e.during.is_some()) {
        let first = recording.causes(event.step).events().last();
        assert_eq!(first.map(|e| e.step), Some(0), "{event:?}");
    }
}

#[test]
fn locks_held_across_waits_are_found_and_short_holds_are_not() {
    async fn polite(lock: Arc<Mutex<u32>>) {
        sleep(secs(1)).await;
        *lock.lock().await += 1;
        sleep(secs(1)).await;
    }
    let recording = run(async {
        let lock = Arc::new(Mutex::new(0));
        let polite = tokio::spawn(polite(lock.clone()));
        let mut total = lock.lock().await;
        sleep(secs(3)).await;
        *total += 1;
        drop(total);
        polite.await.unwrap();
    });
    let held = recording.locks_held_across_waits();
    let [held] = held.as_slice() else {
        panic!("{held:?}")
    };
    assert_eq!((held.task, held.span.duration()), (MAIN, 3 * SECOND));
    let freed = recording
        .events
        .iter()
        .find(|e| matches!(e.what, What::LockFreed { .. }));
    let freed = freed.unwrap().step;
    assert_eq!(
        recording.holders_after(held.lock, held.span.from.step),
        [MAIN]
    );
    assert_eq!(recording.holders_after(held.lock, freed), []);
    recording.assert(task("polite").never_waits_while_it_holds_a_lock());
}

#[test]
fn what_never_ended_is_unfinished() {
    let stalled = run(async {
        tokio::spawn(std::future::pending::<()>());
        std::future::pending::<()>().await;
    });
    assert_eq!(stalled.unfinished().len(), 2, "both are stuck");
    assert!(stalled.task_span(MAIN).unwrap().open);
    let left = run(async {
        tokio::spawn(sleep(secs(1)));
        yield_now().await;
    });
    assert_eq!(
        left.unfinished().len(),
        1,
        "one is dropped with the runtime"
    );
    assert_eq!(load_and_save().unfinished().len(), 0);
}

#[test]
fn names_stand_for_what_is_numbered_after_them() {
    async fn fetch() {
        yield_now().await;
    }
    async fn fetch_all() {
        let both = (tokio::spawn(fetch()), tokio::spawn(fetch()));
        both.0.await.unwrap();
        both.1.await.unwrap();
    }
    let recording = run(async { tokio::spawn(fetch_all()).await.unwrap() });
    let names: Vec<_> = recording
        .tasks_named("fetch")
        .map(|t| t.name.as_str())
        .collect();
    assert_eq!(names, ["fetch", "fetch 2"]);
    let parent = id(&recording, "fetch_all");
    assert_eq!(recording.spawned_by(parent).count(), 2);
}

#[test]
fn spans_that_touch_do_not_overlap() {
    let span = |from, to| Span {
        from: Moment { step: from, at: 0 },
        to: Moment { step: to, at: 0 },
        open: false,
    };
    assert_eq!(span(0, 3).overlap(&span(3, 5)), None);
    assert_eq!(span(0, 4).overlap(&span(3, 5)), Some(span(3, 4)));
    assert_eq!(span(0, 9).overlap(&span(3, 5)), Some(span(3, 5)));
    assert_eq!(
        Span::most_at_once([span(0, 3), span(3, 5)]).unwrap().count,
        1
    );
    assert_eq!(Span::most_at_once([span(3, 3)]), None);
    let in_a_row = run(async {
        label("one", sleep(secs(1))).await;
        label("two", sleep(secs(1))).await;
    });
    in_a_row
        .check(wait("one").overlaps(wait("two")))
        .unwrap_err();
}

#[test]
fn claims_that_hold() {
    let recording = load_and_save();
    recording.assert(task("saver").was_cancelled().after(task("loader").ended()));
    recording.assert(
        task("loader")
            .completed()
            .before(task("saver").was_cancelled())
            .at(secs(3)),
    );
    recording.assert(
        task("loader")
            .was_spawned()
            .before(task("loader").started()),
    );
    recording.assert(task("loader").was_woken_by(task("saver")));
    recording.assert(task("main").was_woken_by(task("loader")));
    recording.assert(task("loader").overlaps(task("saver")));
    recording.assert(task("loader").took(secs(3)));
    recording.assert(task("loader").took_at_most(secs(3)));
    recording.assert(task("loader").took_at_least(secs(3)));
    recording.assert(task("loader").never_waits_longer_than(secs(3)));
    recording.assert(task("loader").never_blocks_the_thread());
    recording.assert(wait("oneshot::Receiver").was_done().by(secs(3)));
    recording.assert(wait("oneshot::Receiver").overlaps(wait("write").of("saver")));
    recording.assert(
        said("loaded 42")
            .after(task("loader").started())
            .at(secs(3)),
    );
    recording.assert(never_said("loaded 43"));
    recording.assert(at_most(2).of_tasks_named("loader").run_at_once());
    recording.assert(
        at_least(1)
            .of_waits_named("oneshot")
            .are_in_flight_at_once(),
    );
    recording.assert(program().completed());
    recording.assert(program().took(secs(3)));
    recording.assert(program().leaves_no_task_behind());
    recording.assert(program().never_waits_while_it_holds_a_lock());
    recording.assert(program().never_blocks_the_thread());
}

#[test]
fn claims_that_do_not_hold_say_what_was_found() {
    let recording = load_and_save();
    let found = [
        why(
            &recording,
            task("saver").was_cancelled().before(task("loader").ended()),
        ),
        why(&recording, task("loader").was_cancelled()),
        why(&recording, task("loader").ended().at(secs(1))),
        why(&recording, task("loader").ended().by(secs(1))),
        why(
            &recording,
            task("main").ended().after(task("loader").panicked()),
        ),
        why(&recording, task("lodaer").ended()),
        why(
            &recording,
            task("main").ended().after(task("lodaer").ended()),
        ),
        why(&recording, task("saver").was_woken_by(task("loader"))),
        why(&recording, task("loader").took(secs(2))),
        why(&recording, task("loader").took_at_most(secs(2))),
        why(&recording, task("loader").took_at_least(secs(4))),
        why(&recording, task("loader").never_waits_longer_than(secs(2))),
        why(&recording, wait("oneshot::Receiver").was_abandoned()),
        why(&recording, wait("socket").ended()),
        why(&recording, said("loaded 43")),
        why(
            &recording,
            said("loaded 42").before(task("loader").started()),
        ),
        why(&recording, never_said("loaded 42")),
        why(
            &recording,
            at_most(0).of_tasks_named("loader").run_at_once(),
        ),
        why(
            &recording,
            at_least(2).of_tasks_named("loader").run_at_once(),
        ),
        why(&recording, at_most(5).of_tasks_named("fetch").run_at_once()),
        why(
            &recording,
            at_least(1).of_waits_named("call").are_in_flight_at_once(),
        ),
        why(&recording, program().stalled()),
        why(&recording, program().panicked()),
        why(&recording, program().took_at_most(secs(1))),
    ];
    insta::assert_snapshot!(without_lines(&found.join("\n")), @"
    expected `saver` to be cancelled before `loader` ended, but `saver` was cancelled at 3 s (step N), and `loader` ended at 3 s (step N)
    expected `loader` to be cancelled, but it completed at 3 s
    expected `loader` to end at 1 s, but it ended at 3 s
    expected `loader` to end by 1 s, but it ended at 3 s
    expected `main` to end after `loader` panicked, but `loader` completed at 3 s
    expected `lodaer` to end, but there is no task named `lodaer`; there are `main`, `loader` and `saver`
    expected `main` to end after `lodaer` ended, but there is no task named `lodaer`; there are `main`, `loader` and `saver`
    expected `saver` to be woken by `loader`, but it never was
    expected `loader` to take 2 s, but it took 3 s
    expected `loader` to take at most 2 s, but it took 3 s
    expected `loader` to take at least 4 s, but it took 3 s
    expected `loader` never to wait longer than 2 s, but it waits 3 s for a message from the oneshot channel made on line N, from 0 s to 3 s
    expected the wait `oneshot::Receiver` to be abandoned, but it was done at 3 s
    expected the wait `socket` to end, but there is no wait named `socket`; there are `JoinHandle`, `oneshot::Receiver`, `write` and `sleep`
    expected the program to say `loaded 43`, but it says `loaded 42`
    expected the program to say `loaded 42` before `loader` started, but the program said `loaded 42` at 3 s, and `loader` started at 0 s
    expected the program never to say `loaded 42`, but it said so at 3 s
    expected at most 0 tasks named `loader` to run at once, but there is 1 from 0 s on
    expected at least 2 tasks named `loader` to run at once, but there is never more than 1
    expected at most 5 tasks named `fetch` to run at once, but there is no task named `fetch`; there are `main`, `loader` and `saver`
    expected at least 1 wait named `call` to be in flight at once, but there is no wait named `call`; there are `JoinHandle`, `oneshot::Receiver`, `write` and `sleep`
    expected the program to stall, but it completed at 3 s
    expected the program to panic, but it completed at 3 s
    expected the program to take at most 1 s, but it took 3 s
    ");
}

#[test]
fn claims_about_locks_blocking_and_what_is_left() {
    let recording = run(async {
        let lock = Mutex::new(());
        let guard = lock.lock().await;
        sleep(secs(1)).await;
        drop(guard);
        std::thread::sleep(millis(30));
        tokio::spawn(sleep(secs(1)));
        yield_now().await;
    });
    let found = [
        why(&recording, task("main").never_waits_while_it_holds_a_lock()),
        why(&recording, task("main").never_blocks_the_thread()),
        why(&recording, program().leaves_no_task_behind()),
        why(&recording, wait("sleep").ended()),
    ];
    let found = without_lines(&found.join("\n"));
    insta::assert_snapshot!(found, @"
    expected `main` never to wait while it holds a lock, but `main` holds the Mutex made on line N for 1 s while it waits for its sleep until 1 s
    expected `main` never to block the thread, but `main` held it in a blocking call at 1 s
    expected the program to leave no task behind, but `line N` was left
    expected the wait `sleep` to end, but there are 2 waits of that name: give each a name of its own with `timeline::label`
    ");
}

#[test]
fn a_stall_is_longer_than_any_limit() {
    let recording = run(async {
        let lock = Mutex::new(());
        let _once = lock.lock().await;
        let _twice = lock.lock().await;
    });
    recording.assert(program().stalled());
    let found = [
        why(&recording, program().completed()),
        why(&recording, program().took_at_most(secs(1000))),
        why(&recording, task("main").ended()),
        why(&recording, task("main").never_waits_longer_than(secs(1000))),
    ];
    let found = without_lines(&found.join("\n"));
    insta::assert_snapshot!(found, @"
    expected the program to complete, but it stalled at 0 s
    expected the program to take at most 16 min 40 s, but it was not over when the recording ended, after 0 s
    expected `main` to end, but it was still there when the program stalled at 0 s
    expected `main` never to wait longer than 16 min 40 s, but it waits for ever for the Mutex made on line N, from 0 s on
    ");
}

#[test]
fn of_a_recording_that_is_cut_off_nothing_is_claimed_about_all() {
    let ticks = async {
        for _ in 0..100 {
            label("tick", sleep(millis(1))).await;
        }
    };
    let recording = Recorder::new()
        .max_events(50)
        .record(ticks)
        .unwrap()
        .recording;
    let full = |claim: Result<(), Failure>| {
        let found = claim.expect_err("the rest is not known").found;
        assert!(found.starts_with("the recording was full"), "{found}");
    };
    full(recording.check(never_said("boo")));
    full(recording.check(at_most(1).of_waits_named("tick").are_in_flight_at_once()));
    full(recording.check(task("main").never_waits_longer_than(secs(1))));
    full(recording.check(program().took(millis(100))));
    recording.assert(at_least(1).of_waits_named("tick").are_in_flight_at_once());
}

#[test]
fn an_assertion_that_fails_shows_where_and_the_timeline() {
    let run = record(async {
        timeout(millis(5), label("call to rome", sleep(secs(3))))
            .await
            .unwrap_err();
    })
    .unwrap();
    run.assert(wait("call to rome").was_abandoned());
    let line = line!() + 2;
    let failed = panic_of(|| {
        run.assert(wait("call to rome").was_done().at(secs(3)));
    });
    assert_eq!(failed.line, line, "the line of the caller");
    insta::assert_snapshot!(without_lines(&failed.message), @"
    expected the wait `call to rome` to be done at 3 s, but it was abandoned at 5 ms

                           0 s                                         5 ms
    main                   ├─ 2 waits ─────────────────────────────────●
      · call to rome       ├─ 5 ms ────────────────────────────────────✕
      · timeout, line N  ├─ 5 ms ────────────────────────────────────┤

    ├ ┼ runs for an instant   ─ waits   ● completed
    ✕ cancelled: dropped before it was done   · one of the waits of the task above
    ");
}

#[test]
fn an_assertion_that_fails_of_a_stalled_run_explains_the_stall() {
    let run = record(std::future::pending::<()>()).unwrap();
    let failed = panic_of(|| run.assert(program().completed()));
    assert!(
        failed.message.contains("left its waker with nobody"),
        "{}",
        failed.message
    );
}

struct Panicked {
    message: String,
    line: u32,
}

/// Runs what panics, and keeps what it says and where.
fn panic_of(panics: impl FnOnce()) -> Panicked {
    use std::{cell::Cell, panic, sync::Once};
    thread_local!(static LINE: Cell<u32> = const { Cell::new(0) });
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            LINE.set(info.location().map_or(0, panic::Location::line));
            before(info);
        }));
    });
    let panicked = catch_unwind(AssertUnwindSafe(panics)).expect_err("it panics");
    let message = panicked.downcast_ref::<String>().expect("a text").clone();
    let line = LINE.get();
    Panicked { message, line }
}
