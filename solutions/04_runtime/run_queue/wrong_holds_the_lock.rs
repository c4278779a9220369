//! Keeps the queue locked while it polls: who is polled can neither wake nor spawn anybody.
// refused: your queue never comes to an end when a task wakes itself

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

#[derive(Default)]
struct Shared {
    ready: Mutex<VecDeque<Arc<Task>>>,
    alive: AtomicUsize,
}

struct Task {
    future: Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>,
    is_queued: AtomicBool,
    shared: Arc<Shared>,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if !self.is_queued.swap(true, SeqCst) {
            let shared = self.shared.clone();
            shared.ready.lock().unwrap().push_back(self);
        }
    }
}

#[derive(Default)]
pub struct RunQueue {
    shared: Arc<Shared>,
}

impl RunQueue {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.shared.alive.fetch_add(1, SeqCst);
        let task = Task {
            future: Mutex::new(Some(Box::pin(future))),
            is_queued: AtomicBool::new(false),
            shared: self.shared.clone(),
        };
        Arc::new(task).wake();
    }

    pub fn run(&self) -> usize {
        let mut ready = self.shared.ready.lock().unwrap();
        while let Some(task) = ready.pop_front() {
            task.is_queued.store(false, SeqCst); // before the poll, in which it may be woken
            let waker = Waker::from(task.clone());
            let mut slot = task.future.lock().unwrap();
            let Some(future) = slot.as_mut() else {
                continue;
            };
            if future
                .as_mut()
                .poll(&mut Context::from_waker(&waker))
                .is_ready()
            {
                *slot = None;
                self.shared.alive.fetch_sub(1, SeqCst);
            }
        }
        self.shared.alive.load(SeqCst)
    }
}
