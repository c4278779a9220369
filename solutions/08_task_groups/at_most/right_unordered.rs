//! A stream that polls so many at once and gives each as it is done; sorted afterwards.

use futures::stream::{self, StreamExt};
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let downloads = files.iter().enumerate().map(|(number, file)| {
        let download = server.call(file);
        async move { (number, download.await) }
    });
    let mut results: Vec<_> = stream::iter(downloads).buffer_unordered(limit).collect().await;
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
