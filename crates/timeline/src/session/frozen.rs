//! Notices that nothing can go on any more on threads that do not sleep for want of work, but in the middle of it.
//!
//! A task that waits in a lock of `std::sync`, in the `recv` of a channel for threads or in a `join` holds the thread of the
//! runtime. Where all other threads of the process sleep as well, each until another thread wakes it, that is for ever. No
//! task can be woken to say so: a thread that looks on does.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Condvar, Mutex, Once, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{
    StallWatch, Tell, lock,
    threads::{self, Also},
};
use crate::{
    infer,
    model::{Event, Outcome, Recording, What},
    subscriber::Shared,
    watch::holds_somebody_up,
};

/// How often the threads are looked at. What is seen twice has lasted that long.
pub(super) const LOOK: Duration = Duration::from_millis(100);

/// The programs that are under way, and somebody who looks at them from time to time.
static WATCHED: Mutex<Vec<Arc<Frozen>>> = Mutex::new(Vec::new());
static MORE: Condvar = Condvar::new();

/// A program that may freeze.
pub(super) struct Frozen {
    shared: Weak<Shared>,
    watch: Weak<StallWatch>,
    /// The runtime has several threads.
    workers: bool,
    tell: Tell,
    over: AtomicBool,
    /// What was seen at the last look.
    before: Mutex<Option<Vec<threads::Asleep>>>,
}

/// Ends the watch when it is dropped.
struct Watch(Arc<Frozen>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::SeqCst);
        lock(&WATCHED).retain(|it| !Arc::ptr_eq(it, &self.0));
    }
}

impl Frozen {
    /// Watches a program until the guard is dropped.
    pub(super) fn watch(
        shared: &Arc<Shared>,
        watch: &Arc<StallWatch>,
        workers: bool,
        tell: Tell,
    ) -> impl Drop + use<> {
        let it = Arc::new(Self {
            shared: Arc::downgrade(shared),
            watch: Arc::downgrade(watch),
            workers,
            tell,
            over: AtomicBool::new(false),
            before: Mutex::default(),
        });
        if threads::this().is_some() {
            lock(&WATCHED).push(it.clone());
            MORE.notify_one();
            begin();
        }
        Watch(it)
    }

    /// Whether the program has stood still since the last look, with all threads of the process.
    fn stands_still(&self, watch: &StallWatch) -> bool {
        let now = || {
            // Of a runtime that sleeps, somebody else takes care. One that waits for the recorder goes on by itself.
            if watch.parked.load(Ordering::SeqCst) || holds_somebody_up() {
                return None;
            }
            let home = watch.home.load(Ordering::SeqCst);
            threads::look(&BTreeSet::from([home]), Also::Nothing)?;
            let mut all = threads::all()?;
            threads::exclude_idle(&mut all);
            // In a test, the first thread of the process looks at the time while it waits for the tests.
            let first = u64::from(std::process::id());
            if first != home && watch.there.contains(&first) {
                all.remove(&first);
            }
            let also = if self.workers {
                Also::Sockets
            } else {
                Also::Nothing
            };
            threads::look(&all, also)
        };
        let now = now();
        let before = std::mem::replace(&mut *lock(&self.before), now.clone());
        now.is_some() && now == before && !self.over.load(Ordering::SeqCst)
    }

    fn look(&self) {
        let (Some(shared), Some(watch)) = (self.shared.upgrade(), self.watch.upgrade()) else {
            return;
        };
        if !self.stands_still(&watch) || shared.read(infer::waits_for_outside) {
            return;
        }
        let recording = shared.read(|log| {
            if self.workers && !infer::is_running(log) {
                return None;
            }
            let mut recording = infer::recording(log, Outcome::Stalled(infer::stall(log)));
            recording.events.push(Event {
                step: recording.events.len() as u32,
                at: recording.duration(),
                during: None,
                worker: None,
                what: What::Stalled,
            });
            Some(recording)
        });
        self.over.store(true, Ordering::SeqCst);
        lock(&WATCHED).retain(|it| !it.over.load(Ordering::SeqCst));
        match recording {
            Some(recording) => (self.tell)(&recording),
            // Its main thread only waits for the workers, and can be told.
            None => watch.stall(),
        }
    }
}

/// Starts the thread that looks, once for the process, and waits until it is known that it only looks on.
fn begin() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let (tell, told) = std::sync::mpsc::channel();
        let look = move || {
            let _looks_on = threads::LooksOn::new();
            let _ = tell.send(());
            loop {
                let mut watched = lock(&WATCHED);
                while watched.is_empty() {
                    watched = MORE
                        .wait(watched)
                        .unwrap_or_else(std::sync::PoisonError::into_inner);
                }
                let all = watched.clone();
                drop(watched);
                std::thread::sleep(LOOK);
                all.iter().for_each(|it| it.look());
            }
        };
        let name = "timeline-frozen".to_owned();
        // Without a thread to look, the program waits for ever, as it would without a recorder.
        if std::thread::Builder::new().name(name).spawn(look).is_ok() {
            let _ = told.recv();
        }
    });
}

/// What is said of a frozen program that nobody else cares for.
pub(crate) fn tell(recording: &Recording) {
    for paragraph in crate::explain(recording) {
        eprintln!("{paragraph}");
    }
}
