//! Each future carries the name along; `buffer_unordered` polls so many, and gives each when it is done.

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
    downloads.buffer_unordered(width)
}
