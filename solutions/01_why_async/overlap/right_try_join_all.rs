//! For any number of futures: `try_join_all` keeps the order too.

use futures::future::try_join_all;
use world::{Failure, Service};

pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {
    try_join_all(
        [rome, oslo, cairo]
            .iter()
            .map(|service| service.call("weather")),
    )
    .await
}
