//! Programs that have a `tracing` subscriber of their own: it hears what the program says, and the recorder what Tokio says.

#[path = "support/told.rs"]
mod told;

use std::{
    fmt::{self, Debug},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use timeline::{Cause, Outcome, What};
use told::{nap, run, waits_of};
use tracing_core::{
    Event, Metadata, Subscriber,
    dispatcher::{Dispatch, set_default, set_global_default},
    field::{Field, Visit},
    span::{Attributes, Current, Id, Record},
};

/// Writes down what the program says, and inside which span.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
    inside: Arc<Mutex<Vec<u64>>>,
}

impl Log {
    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

struct Message<'a>(&'a mut String);

impl Visit for Message<'_> {
    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        fmt::write(self.0, format_args!("{value:?}")).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("listeners")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = String::new();
        event.record(&mut Message(&mut line));
        let inside = self.inside.lock().unwrap().last().copied();
        let inside = inside.map_or(String::new(), |span| format!(" in {span}"));
        self.lines.lock().unwrap().push(line + &inside);
    }

    fn enter(&self, span: &Id) {
        self.inside.lock().unwrap().push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.inside.lock().unwrap().pop();
    }

    fn current_span(&self) -> Current {
        Current::none()
    }
}

#[test]
fn a_program_can_set_a_subscriber_for_the_process() {
    let log = Log::default();
    let global = log.clone();
    let recording = run(async move {
        tracing::info!("nobody hears this");
        set_global_default(Dispatch::new(global)).expect("the recorder leaves that to the program");
        let task = tokio::spawn(async {
            let span = tracing::info_span!("work");
            span.in_scope(|| tracing::info!("begun"));
            nap(1).await;
            tracing::info!("done");
        });
        task.await.unwrap();
    });
    assert_eq!(log.lines(), ["begun in 1", "done"]);
    assert_eq!(waits_of(&recording, "main"), ["JoinHandle: Done at 1 ms"]);
}

#[test]
fn a_subscriber_that_was_there_before_hears_the_program() {
    let log = Log::default();
    let before = set_default(&Dispatch::new(log.clone()));
    let recording = run(async { tracing::info!("inside") });
    drop(before);
    assert_eq!(log.lines(), ["inside"]);
    assert_eq!(recording.tasks.len(), 1);
}

#[test]
fn a_subscriber_on_the_recorded_thread_does_not_blind_the_recorder() {
    let log = Log::default();
    let own = log.clone();
    let recording = run(async move {
        // Up to its next `.await` at which it waits, nobody else hears what happens.
        let set = set_default(&Dispatch::new(own));
        nap(1).await;
        let task = tokio::spawn(nap(1));
        nap(2).await;
        tracing::info!("half");
        task.await.unwrap();
        drop(set);
        nap(1).await;
    });
    assert_eq!(recording.outcome, Outcome::Completed);
    assert_eq!(log.lines(), ["half"]);
    assert_eq!(
        waits_of(&recording, "main"),
        [
            "Sleep: Done at 1 ms",
            "sleep: Done at 3 ms",
            "sleep: Done at 4 ms"
        ]
    );
    let by_a_timer = recording.events.iter().filter(|e| {
        matches!(
            e.what,
            What::Woken {
                cause: Cause::Timer { .. },
                ..
            }
        )
    });
    assert_eq!(by_a_timer.count(), 4);
}

#[test]
fn a_stall_is_noticed_although_nobody_listened_for_a_while() {
    let recording = run(async move {
        let _set = set_default(&Dispatch::new(Log::default()));
        std::future::pending::<()>().await;
    });
    assert!(matches!(recording.outcome, Outcome::Stalled(_)));
}

#[test]
fn what_another_thread_does_to_a_task_and_a_lock_shows() {
    let recording = run(async {
        let lock = Arc::new(tokio::sync::Mutex::new(0));
        let (bell, rings) = (
            Arc::new(tokio::sync::Notify::new()),
            Arc::new(tokio::sync::Notify::new()),
        );
        let guard = lock.clone().lock_owned().await;
        let (ring, wait) = (bell.clone(), rings.clone());
        let waiter = tokio::spawn(async move { wait.notified().await });
        tokio::task::yield_now().await;
        std::thread::spawn(move || {
            drop(guard);
            rings.notify_one();
            ring.notify_one();
        });
        bell.notified().await;
        waiter.await.unwrap();
    });
    let freed = |what: &What| matches!(what, What::LockFreed { .. });
    assert!(recording.events.iter().any(|e| freed(&e.what)));
    let woken = |what: &What| matches!(what, What::Woken { task, cause: Cause::Outside, .. } if task.0 == 2);
    assert!(recording.events.iter().any(|e| woken(&e.what)));
    let waiter = &recording.tasks[1].name;
    assert_eq!(
        waits_of(&recording, waiter),
        ["Notify::notified: Done at 0 s"]
    );
}

/// The thread comes to its end while the runtime is about to sleep: nobody is there any more, and yet there is something
/// to do.
#[test]
fn what_a_thread_does_at_its_very_end_is_not_missed() {
    for _ in 0..300 {
        let recording = run(async {
            let bell = Arc::new(tokio::sync::Notify::new());
            let ring = bell.clone();
            let waiter = tokio::spawn(async move { bell.notified().await });
            tokio::task::yield_now().await;
            std::thread::spawn(move || ring.notify_one());
            waiter.await.unwrap();
            let waiter = tokio::spawn(std::future::pending::<()>());
            tokio::task::yield_now().await;
            let abort = waiter.abort_handle();
            std::thread::spawn(move || abort.abort());
            assert!(waiter.await.unwrap_err().is_cancelled());
        });
        assert_eq!(recording.outcome, Outcome::Completed);
    }
}
