//! Batches: the next one begins when all of this one are done.
// refused: began only after 400 ms

use futures::{Stream, StreamExt, future::join_all, stream};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    let batches = files.chunks(width).then(move |batch| {
        join_all(batch.into_iter().map(|file| {
            let download = server.call(&file);
            async { (file, download.await) }
        }))
    });
    batches.flat_map(stream::iter)
}
