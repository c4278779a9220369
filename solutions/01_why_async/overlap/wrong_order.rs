//! Takes the answers as they come.
// refused: the answers are the right ones, but not in the order of asking

use futures::stream::{FuturesUnordered, TryStreamExt};
use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    let calls: FuturesUnordered<_> = [rome, oslo, cairo]
        .iter()
        .map(|service| service.call("weather"))
        .collect();
    calls.try_collect().await
}
