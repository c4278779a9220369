//! A flag below a lock, and a condition variable that tells of it.

use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex};
use std::task::{Context, Poll, Wake, Waker};

#[derive(Default)]
struct Signal {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().expect("nobody panics with it") = true;
        self.changed.notify_one();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(signal.clone());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        let woken = signal.woken.lock().expect("nobody panics with it");
        let mut woken = signal
            .changed
            .wait_while(woken, |woken| !*woken)
            .expect("nobody panics with it");
        *woken = false;
    }
}
