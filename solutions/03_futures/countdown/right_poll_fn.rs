//! A closure in place of a type.

use std::future::poll_fn;
use std::task::Poll;

pub fn countdown(from: u32) -> impl Future<Output = ()> {
    let mut polls = 0;
    poll_fn(move |cx| {
        if polls == from {
            Poll::Ready(())
        } else {
            polls += 1;
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
}
