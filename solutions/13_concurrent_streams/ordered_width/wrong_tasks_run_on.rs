//! Tasks are not cancelled when their handles are dropped.
// refused: went on all the same

use futures::{Stream, StreamExt, stream};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream::iter(files)
        .map(move |file| tokio::spawn(server.call(&file)))
        .buffered(width)
        .map(|done| done.expect("a call does not panic"))
}
