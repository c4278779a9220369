//! A task that hands its result over through a channel, whether or not anybody is there to take it.

use tokio::sync::oneshot;
use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let (booked, ticket) = oneshot::channel();
    tokio::spawn(async move {
        let result = match bank.call("pay").await {
            Ok(_) => shop.call("book").await,
            Err(failure) => Err(failure),
        };
        let _ = booked.send(result);
    });
    ticket.await.expect("the task sends before it ends")
}
