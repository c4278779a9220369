//! `FuturesUnordered` has such a queue inside. What is left to do is to ask it until it has heard of nobody else.

use futures::stream::{FuturesUnordered, Stream};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

#[derive(Default)]
pub struct RunQueue {
    /// Not yet with the others: they cannot be added to while they are polled.
    new: Mutex<Vec<BoxFuture>>,
    tasks: Mutex<FuturesUnordered<BoxFuture>>,
}

impl RunQueue {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.new.lock().unwrap().push(Box::pin(future));
    }

    pub fn run(&self) -> usize {
        let mut tasks = self.tasks.lock().unwrap();
        let flag = Arc::new(Flag(AtomicBool::new(false)));
        let waker = Waker::from(flag.clone());
        loop {
            tasks.extend(std::mem::take(&mut *self.new.lock().unwrap()));
            flag.0.store(false, SeqCst);
            let polled = Pin::new(&mut *tasks).poll_next(&mut Context::from_waker(&waker));
            let nobody_is_new = self.new.lock().unwrap().is_empty();
            match polled {
                Poll::Ready(Some(())) => {}
                Poll::Ready(None) if nobody_is_new => return 0,
                Poll::Pending if nobody_is_new && !flag.0.load(SeqCst) => return tasks.len(),
                _ => {}
            }
        }
    }
}
