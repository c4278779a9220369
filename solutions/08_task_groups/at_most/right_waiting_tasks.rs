//! All tasks at once; each waits for its place before it begins. Permits are given in the order of asking.

use futures::future::join_all;
use tokio::sync::Semaphore;
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let places = Semaphore::new(limit);
    join_all(files.iter().map(|file| async {
        let _place = places.acquire().await.expect("nobody closes it");
        server.call(file).await
    }))
    .await
}
