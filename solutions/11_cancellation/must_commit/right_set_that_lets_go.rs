//! A set of one task, which lets it go when it is dropped.

use tokio::task::JoinSet;
use world::{Failure, Service};

struct LetsGo(JoinSet<Result<String, Failure>>);

impl Drop for LetsGo {
    fn drop(&mut self) {
        self.0.detach_all();
    }
}

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let mut commit = LetsGo(JoinSet::new());
    commit.0.spawn(async move {
        bank.call("pay").await?;
        shop.call("book").await
    });
    let ended = commit.0.join_next().await.expect("there is one task");
    ended.expect("the task does not panic")
}
