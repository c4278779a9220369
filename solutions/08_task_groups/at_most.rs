//! A semaphore has a permit for each place. A task begins when there is one, and has it until its
//! download is done.

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
        let place = places.clone().acquire_owned().await.expect("nobody closes it");
        let download = server.call(&file);
        tasks.spawn(async move {
            let result = download.await;
            drop(place);
            (number, result)
        });
    }
    let mut results = tasks.join_all().await;
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
