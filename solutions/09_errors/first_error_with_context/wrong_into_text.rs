//! Writes the failure into the text of a new error.
// refused: the `Failure` that it comes from is lost

use futures::future::try_join_all;
use anyhow::Result;
use world::Service;

pub async fn first_error_with_context(services: Vec<Service>) -> Result<Vec<String>> {
    let calls = services.iter().map(async |service| {
        let answer = service.call("weather").await;
        answer.map_err(|failure| anyhow::anyhow!("asking {}: {failure}", service.name()))
    });
    try_join_all(calls).await
}
