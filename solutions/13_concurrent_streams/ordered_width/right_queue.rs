//! A queue of boxed calls: those at the front first, while the others are polled as well.

use std::{collections::VecDeque, future::poll_fn, task::Poll};

use async_stream::stream;
use futures::{FutureExt, Stream};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        let mut files = files.into_iter();
        let mut window = VecDeque::new();
        loop {
            while window.len() < width {
                let Some(file) = files.next() else { break };
                window.push_back(Box::pin(futures::future::maybe_done(server.call(&file))));
            }
            if window.is_empty() {
                return;
            }
            let first = poll_fn(|cx| {
                for call in &mut window {
                    let _ = call.poll_unpin(cx);
                }
                match window[0].as_mut().take_output() {
                    Some(result) => Poll::Ready(result),
                    None => Poll::Pending,
                }
            });
            let result = first.await;
            window.pop_front();
            yield result;
        }
    }
}
