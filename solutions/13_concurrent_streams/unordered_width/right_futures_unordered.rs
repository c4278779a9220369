//! The buffer by hand: a set of futures, and a `select!` between the next name and the next end.

use std::pin::pin;

use async_stream::stream;
use futures::{Stream, StreamExt, stream::FuturesUnordered};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    stream! {
        let mut files = pin!(files.fuse());
        let mut under_way = FuturesUnordered::new();
        let mut over = false;
        loop {
            tokio::select! {
                biased;
                file = files.next(), if !over && under_way.len() < width => match file {
                    Some(file) => {
                        let download = server.call(&file);
                        under_way.push(async { (file, download.await) });
                    }
                    None => over = true,
                },
                Some(result) = under_way.next() => yield result,
                else => return,
            }
        }
    }
}
