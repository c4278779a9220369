//! The waker takes for granted that somebody listens.
// refused: a waker that is called when all is over panics

use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, Wake, Waker};

struct Send(Sender<()>);

impl Wake for Send {
    fn wake(self: Arc<Self>) {
        self.0.send(()).unwrap();
    }
}

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let (wake_tx, wake_rx) = channel();
    let waker = Waker::from(Arc::new(Send(wake_tx)));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        wake_rx.recv().unwrap();
    }
}
