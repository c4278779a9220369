//! Books whatever came of the paying.
// refused: the paying has failed, and the ticket was booked all the same

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let commit = tokio::spawn(async move {
        let paid = bank.call("pay").await;
        let ticket = shop.call("book").await;
        paid.and(ticket)
    });
    commit.await.expect("the task does not panic")
}
