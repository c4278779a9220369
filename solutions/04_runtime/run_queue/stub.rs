//! An executor with many tasks.
//!
//! **Why it matters.** A server has ten thousand tasks, of which three are ready. An executor that asks all of them whether
//! they can go on has no time for those who can. What makes it fast is the waker: it says *who* is ready, so that nobody else
//! needs to be polled.
//!
//! **What to do.** `spawn` adds a task, which is ready. `run` polls the tasks that are ready, in the order in which they became
//! so, until none is; then it returns how many tasks have not ended. A task is ready again when its waker is called: by
//! whatever thread, between two calls of `run`, or during one, also by the task itself while it is polled. However often it is
//! woken before it is polled, it is polled once. And a task that runs may spawn others into the same queue.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Waker};

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
pub struct RunQueue {
    tasks: Mutex<Vec<Task>>,
}

impl RunQueue {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.tasks.lock().unwrap().push(Box::pin(future));
    }

    pub fn run(&self) -> usize {
        // TODO: this polls everybody once, ready or not, and it does not hear who is woken.
        let mut cx = Context::from_waker(Waker::noop());
        let mut tasks = self.tasks.lock().unwrap();
        tasks.retain_mut(|task| task.as_mut().poll(&mut cx).is_pending());
        tasks.len()
    }
}
