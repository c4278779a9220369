//! A task for each download, aborted when its handle goes.

use futures::{Stream, StreamExt, stream};
use tokio_util::task::AbortOnDropHandle;
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    stream::iter(files)
        .map(move |file| AbortOnDropHandle::new(tokio::spawn(server.call(&file))))
        .buffered(width)
        .map(|done| done.expect("a call does not panic"))
}
