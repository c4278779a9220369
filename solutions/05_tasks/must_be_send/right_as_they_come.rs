//! Nothing is shared: the lines are collected where the answers arrive.

use futures::stream::{FuturesUnordered, StreamExt};
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let asking = services.into_iter().map(|service| async move {
        match service.call("weather").await {
            Ok(weather) => format!("{}: {weather}", service.name()),
            Err(failure) => failure.to_string(),
        }
    });
    asking.collect::<FuturesUnordered<_>>().collect().await
}
