//! So many workers, which take the next file from one list.

use std::sync::Mutex;

use futures::future::join_all;
use world::{Failure, Service};

pub async fn at_most(
    limit: usize,
    server: Service,
    files: Vec<String>,
) -> Vec<Result<String, Failure>> {
    let results: Vec<Mutex<Option<_>>> = files.iter().map(|_| Mutex::new(None)).collect();
    let next = Mutex::new(files.iter().zip(&results));
    let worker = async || {
        loop {
            let Some((file, result)) = next.lock().unwrap().next() else { break };
            let done = server.call(file).await;
            *result.lock().unwrap() = Some(done);
        }
    };
    join_all((0..limit.min(files.len())).map(|_| worker())).await;
    results.into_iter().map(|result| result.into_inner().unwrap().unwrap()).collect()
}
