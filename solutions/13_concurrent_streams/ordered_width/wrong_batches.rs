//! Batches: the next one begins when all of this one are out.
// refused: began only after

use async_stream::stream;
use futures::{Stream, future::join_all};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream! {
        for batch in files.chunks(width) {
            for result in join_all(batch.iter().map(|file| server.call(file))).await {
                yield result;
            }
        }
    }
}
