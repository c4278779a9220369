//! The reservation is in the task as well.
// refused: the future was dropped after 50 ms, while it reserved, and `bank` was called all the same

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    let all = tokio::spawn(async move {
        shop.call("reserve").await?;
        bank.call("pay").await?;
        shop.call("book").await
    });
    all.await.expect("the task does not panic")
}
