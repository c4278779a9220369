//! A stream of calls, three of them under way at a time; `buffered` gives the answers in order.

use futures::stream::{self, StreamExt, TryStreamExt};
use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    stream::iter([rome, oslo, cairo])
        .map(|service| async move { service.call("weather").await })
        .buffered(3)
        .try_collect()
        .await
}
