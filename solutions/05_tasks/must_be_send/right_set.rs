//! A `JoinSet` gives the lines in the order in which its tasks end.

use tokio::task::JoinSet;
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let mut asking = JoinSet::new();
    for service in services {
        asking.spawn(async move {
            match service.call("weather").await {
                Ok(weather) => format!("{}: {weather}", service.name()),
                Err(failure) => failure.to_string(),
            }
        });
    }
    asking.join_all().await
}
