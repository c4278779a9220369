//! A task in a tracker, which somebody could wait for when the program ends.

use futures::TryFutureExt;
use tokio_util::task::TaskTracker;
use world::{Failure, Service};

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    let _ = shop.call("reserve").await?;
    let commits = TaskTracker::new();
    let book = async move |_| shop.call("book").await;
    let commit = commits.spawn(bank.call("pay").and_then(book));
    commit
        .await
        .unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}
