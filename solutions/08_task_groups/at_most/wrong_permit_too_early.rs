//! The permit is given back when the task is spawned, and not when its download is done.
// refused: given back before the calls are done

use std::sync::Arc;
use tokio::{sync::Semaphore, task::JoinSet};
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let places = Arc::new(Semaphore::new(limit));
    let mut tasks = JoinSet::new();
    for (number, file) in files.into_iter().enumerate() {
        let _place = places.acquire().await.expect("nobody closes it");
        let download = server.call(&file);
        tasks.spawn(async move { (number, download.await) });
    }
    let mut results = tasks.join_all().await;
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
