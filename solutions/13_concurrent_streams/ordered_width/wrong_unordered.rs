//! Whoever is done first comes first.
// refused: not in the order of asking

use futures::{Stream, StreamExt, stream};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream::iter(files).map(move |file| server.call(&file)).buffer_unordered(width)
}
