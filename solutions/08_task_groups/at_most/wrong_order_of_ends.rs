//! Gives the results as they come.
// refused: not in the order

use futures::stream::{self, StreamExt};
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    stream::iter(files.iter().map(|file| server.call(file))).buffer_unordered(limit).collect().await
}
