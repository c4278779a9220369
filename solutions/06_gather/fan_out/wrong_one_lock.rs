//! A task for each city, all of them spawned at once; but they share a lock, and each holds it during its call.
// refused: that task is awaited before the next one is spawned, or the next one waits for it

use std::sync::Arc;

use futures::future::join_all;
use tokio::sync::Mutex;
use world::{Failure, Service};

pub async fn fan_out(cities: Vec<Service>) -> Vec<Result<String, Failure>> {
    let one_at_a_time = Arc::new(Mutex::new(()));
    let calls = cities.into_iter().map(|city| {
        let one_at_a_time = one_at_a_time.clone();
        tokio::spawn(async move {
            let _guard = one_at_a_time.lock().await;
            city.call("weather").await
        })
    });
    let calls: Vec<_> = calls.collect();
    let answers = join_all(calls).await;
    answers.into_iter().map(|answer| answer.expect("a call does not panic")).collect()
}
