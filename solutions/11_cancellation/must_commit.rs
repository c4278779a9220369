//! What must be carried out is a task. Whoever awaits it may be dropped; the task runs on.

use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let commit = tokio::spawn(async move {
        bank.call("pay").await?;
        shop.call("book").await
    });
    commit.await.expect("the task does not panic")
}
