//! What `join_all` returns, which is in the order of the services.
// refused: the lines come in the order of the services

use futures::future::join_all;
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let ask = |service: Service| async move {
        match service.call("weather").await {
            Ok(weather) => format!("{}: {weather}", service.name()),
            Err(failure) => failure.to_string(),
        }
    };
    join_all(services.into_iter().map(ask)).await
}
