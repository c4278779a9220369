//! Counts by itself, and keeps the answers instead of the reasons.

use world::{Failure, Service};

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    let mut number = 0;
    while number < tries {
        match action(number).await {
            Ok(value) => return Some(value),
            Err(_) => number += 1,
        }
    }
    None
}

pub async fn async_closure(mirrors: Vec<Service>, request: &str) -> Result<String, Vec<String>> {
    let mut failures: Vec<Failure> = Vec::new();
    let found = until_ok(mirrors.len(), async |number| {
        mirrors[number]
            .call(request)
            .await
            .map_err(|failure| failures.push(failure))
    })
    .await;
    found.ok_or_else(|| failures.into_iter().map(|failure| failure.reason).collect())
}
