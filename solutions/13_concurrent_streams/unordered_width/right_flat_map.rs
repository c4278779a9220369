//! Each name becomes a stream of one item; so many of these are merged at a time.

use futures::{Stream, StreamExt, stream};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    files.flat_map_unordered(width, move |file| {
        let download = server.call(&file);
        Box::pin(stream::once(async { (file, download.await) }))
    })
}
