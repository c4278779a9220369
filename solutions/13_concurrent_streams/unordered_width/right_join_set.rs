//! A set of tasks, which is aborted when the stream is dropped.

use std::pin::pin;

use async_stream::stream;
use futures::{Stream, StreamExt};
use tokio::task::JoinSet;
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    stream! {
        let mut files = pin!(files.fuse());
        let mut tasks = JoinSet::new();
        let mut over = false;
        while !over || !tasks.is_empty() {
            tokio::select! {
                biased;
                file = files.next(), if !over && tasks.len() < width => match file {
                    Some(file) => {
                        let download = server.call(&file);
                        tasks.spawn(async { (file, download.await) });
                    }
                    None => over = true,
                },
                Some(done) = tasks.join_next() => yield done.expect("a call does not panic"),
            }
        }
    }
}
