//! All names are collected first.
// refused: and could have begun after 50 ms

use async_stream::stream;
use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    stream! {
        let names: Vec<String> = files.collect().await;
        let downloads = futures::stream::iter(names).map(|file| {
            let download = server.call(&file);
            async { (file, download.await) }
        });
        let mut results = std::pin::pin!(downloads.buffer_unordered(width));
        while let Some(result) = results.next().await {
            yield result;
        }
    }
}
