//! Every wake is a message, and the thread waits for the next one.

use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::task::{Context, Poll, Wake, Waker};

struct Send(Sender<()>);

impl Wake for Send {
    fn wake(self: Arc<Self>) {
        let _ = self.0.send(()); // nobody waits any more: then nobody needs it
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
        wake_rx.recv().expect("the waker is still here");
    }
}
