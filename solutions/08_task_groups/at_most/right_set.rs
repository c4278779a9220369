//! The set itself is the limit: while it is full, wait until somebody leaves it.

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let mut tasks = JoinSet::new();
    let mut results = Vec::new();
    for (number, file) in files.into_iter().enumerate() {
        if tasks.len() == limit {
            results.extend(tasks.join_next().await);
        }
        let download = server.call(&file);
        tasks.spawn(async move { (number, download.await) });
    }
    while let Some(ended) = tasks.join_next().await {
        results.push(ended);
    }
    let mut results: Vec<_> = results.into_iter().map(Result::unwrap).collect();
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}
