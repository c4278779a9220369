//! Each call in a task of its own: the one under way is carried out, and the next one is never begun.
// refused: dropped after 150 ms, while it paid: the ticket was never booked

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let panics = "a call does not panic";
    tokio::spawn(bank.call("pay")).await.expect(panics)?;
    tokio::spawn(shop.call("book")).await.expect(panics)
}
