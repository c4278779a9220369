//! Polls all tasks over and over, as long as one of them was woken.
// refused: a task was polled that nobody had woken

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

#[derive(Default)]
pub struct RunQueue {
    new: Mutex<Vec<BoxFuture>>,
    tasks: Mutex<Vec<BoxFuture>>,
    flag: Arc<Flag>,
}

impl RunQueue {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.new.lock().unwrap().push(Box::pin(future));
        self.flag.clone().wake();
    }

    pub fn run(&self) -> usize {
        let waker = Waker::from(self.flag.clone());
        let mut cx = Context::from_waker(&waker);
        let mut tasks = self.tasks.lock().unwrap();
        while self.flag.0.swap(false, SeqCst) {
            tasks.append(&mut self.new.lock().unwrap());
            tasks.retain_mut(|task| task.as_mut().poll(&mut cx).is_pending());
        }
        tasks.len()
    }
}
