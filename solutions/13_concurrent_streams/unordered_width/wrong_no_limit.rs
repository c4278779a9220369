//! Every name is begun as soon as it is there.
// refused: where 2 is the limit

use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    let _ = width;
    let downloads = files.map(move |file| {
        let download = server.call(&file);
        async { (file, download.await) }
    });
    downloads.buffer_unordered(1000)
}
