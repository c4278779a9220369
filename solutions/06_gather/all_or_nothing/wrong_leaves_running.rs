//! Spawned calls: the handles are dropped at the first failure, and the tasks run on.
// refused: the call to `train` goes on after your answer has returned: nobody has cancelled it

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn all_or_nothing(parts: Vec<Service>) -> Result<Vec<String>, Failure> {
    let calls = parts.iter().map(|part| {
        let call = tokio::spawn(part.call("booking"));
        async { call.await.expect("a call does not panic") }
    });
    try_join_all(calls).await
}
