//! Half of the way: an `Arc` may be sent where what is in it may be shared, and a `RefCell` may not.
// refused: the future of your function is not `Send`

use futures::future::join_all;
use std::{cell::RefCell, sync::Arc};
use world::Service;

pub async fn must_be_send(services: Vec<Service>) -> Vec<String> {
    let lines = Arc::new(RefCell::new(Vec::new()));
    let ask = |service: Service| {
        let lines = Arc::clone(&lines);
        async move {
            let line = match service.call("weather").await {
                Ok(weather) => format!("{}: {weather}", service.name()),
                Err(failure) => failure.to_string(),
            };
            lines.borrow_mut().push(line);
        }
    };
    join_all(services.into_iter().map(ask)).await;
    lines.take()
}
