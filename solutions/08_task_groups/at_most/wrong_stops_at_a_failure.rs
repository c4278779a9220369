//! Ends at the first failure.
// refused: there is no x1

use futures::stream::{self, StreamExt, TryStreamExt};
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let downloads = files.iter().enumerate().map(|(number, file)| {
        let download = server.call(file);
        async move { Ok((number, download.await?)) }
    });
    match stream::iter(downloads).buffer_unordered(limit).try_collect::<Vec<_>>().await {
        Ok(mut results) => {
            results.sort();
            results.into_iter().map(|(_, contents)| Ok(contents)).collect()
        }
        Err(failure) => vec![Err(failure)],
    }
}
