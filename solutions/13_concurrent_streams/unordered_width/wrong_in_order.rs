//! `buffered` holds a result back until all before it are out.
// refused: came out after 400 ms

use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    let downloads = files.map(move |file| {
        let download = server.call(&file);
        async { (file, download.await) }
    });
    downloads.buffered(width)
}
