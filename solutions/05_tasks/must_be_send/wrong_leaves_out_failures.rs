//! Writes a line only where there is weather to tell.
// refused: two lines come back, where three lines are asked for

use futures::stream::{FuturesUnordered, StreamExt};
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let asking = services.into_iter().map(|service| async move {
        let weather = service.call("weather").await.ok()?;
        Some(format!("{}: {weather}", service.name()))
    });
    let asking = asking.collect::<FuturesUnordered<_>>();
    asking.filter_map(std::future::ready).collect().await
}
