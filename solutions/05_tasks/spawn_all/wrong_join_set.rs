//! A `JoinSet` aborts its tasks when it is dropped, and it is dropped together with this function's future.
// refused: whoever awaited your answer stopped waiting after 100 ms, and that ended the call to `rome`

use tokio::task::JoinSet;
use world::{Failure, Service};

pub async fn spawn_all(services: Vec<Service>) -> Vec<Result<String, Failure>> {
    let mut tasks = JoinSet::new();
    for (place, service) in services.into_iter().enumerate() {
        tasks.spawn(async move { (place, service.call("weather").await) });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
