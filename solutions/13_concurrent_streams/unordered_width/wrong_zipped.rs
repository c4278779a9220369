//! The names in their order, zipped with the results in another.
// refused: the result of another file

use async_stream::stream;
use futures::{Stream, StreamExt};
use world::{Failure, Service};

pub fn unordered_width(
    width: usize,
    server: Service,
    files: impl Stream<Item = String>,
) -> impl Stream<Item = (String, Result<String, Failure>)> {
    stream! {
        let names: Vec<String> = files.collect().await;
        let calls: Vec<_> = names.iter().map(|file| server.call(file)).collect();
        let results = futures::stream::iter(calls).buffer_unordered(width);
        let mut both = std::pin::pin!(futures::stream::iter(names).zip(results));
        while let Some(pair) = both.next().await {
            yield pair;
        }
    }
}
