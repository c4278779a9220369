//! A stream of downloads that have not begun; `buffered` begins as many as may be, and gives them in order.

use futures::{Stream, StreamExt, stream};
use world::{Failure, Service};

pub fn ordered_width(
    width: usize,
    server: Service,
    files: Vec<String>,
) -> impl Stream<Item = Result<String, Failure>> {
    let downloads = stream::iter(files).map(move |file| server.call(&file));
    downloads.buffered(width)
}
