//! The wakers send numbers; the futures lie in a map.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

type BoxFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Default)]
struct Ready {
    queue: VecDeque<usize>,
    members: HashSet<usize>,
}

struct Number {
    number: usize,
    ready: Arc<Mutex<Ready>>,
}

impl Wake for Number {
    fn wake(self: Arc<Self>) {
        let mut ready = self.ready.lock().unwrap();
        if ready.members.insert(self.number) {
            ready.queue.push_back(self.number);
        }
    }
}

#[derive(Default)]
pub struct RunQueue {
    ready: Arc<Mutex<Ready>>,
    /// A future is taken out while it is polled.
    futures: Mutex<BTreeMap<usize, Option<BoxFuture>>>,
    next: Mutex<usize>,
}

impl RunQueue {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        let number = {
            let mut next = self.next.lock().unwrap();
            *next += 1;
            *next
        };
        let future: BoxFuture = Box::pin(future);
        self.futures.lock().unwrap().insert(number, Some(future));
        self.waker(number).wake();
    }

    pub fn run(&self) -> usize {
        loop {
            let next = {
                let mut ready = self.ready.lock().unwrap();
                let next = ready.queue.pop_front();
                next.inspect(|next| drop(ready.members.remove(next)))
            };
            let Some(number) = next else {
                return self.futures.lock().unwrap().len();
            };
            let taken = self
                .futures
                .lock()
                .unwrap()
                .get_mut(&number)
                .and_then(Option::take);
            let Some(mut future) = taken else { continue };
            let is_ready = future
                .as_mut()
                .poll(&mut Context::from_waker(&self.waker(number)))
                .is_ready();
            let mut futures = self.futures.lock().unwrap();
            if is_ready {
                futures.remove(&number);
            } else {
                futures.insert(number, Some(future));
            }
        }
    }

    fn waker(&self, number: usize) -> Waker {
        let ready = self.ready.clone();
        Waker::from(Arc::new(Number { number, ready }))
    }
}
