//! The smallest executor: one future, one thread.
//!
//! **Why it matters.** Every async program begins with a function that is not async, and that runs a future to its end. In
//! it stands what an executor is: poll, and when the future has to wait, let the thread sleep until somebody wakes it.
//!
//! **What to do.** Poll the future. Where it is not ready, let the thread sleep (without using the processor), until the waker
//! that you gave to it is called, from this thread or another one. Then poll it again, and so on until it is ready.
//!
//! - A waker can be called at any time: while the future is being polled, before your thread sleeps, or when all is over.
//! - That somebody called it does not mean that the future is ready.
//!
//! The standard library has what you need: `std::task::Wake` makes a waker of an `Arc`, and `std::thread::park` lets a thread
//! sleep.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    // TODO: a waker that does something, and a loop.
    match future.as_mut().poll(&mut cx) {
        Poll::Ready(output) => output,
        Poll::Pending => todo!("sleep until somebody wakes this thread, and poll again"),
    }
}
