//! Lets the task go, and says that the ticket is booked before it is.
// refused: your answer came after 100 ms, and the ticket was booked after 300 ms

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    tokio::spawn(async move {
        bank.call("pay").await?;
        shop.call("book").await
    });
    Ok("a ticket".to_owned())
}
