//! Books in a destructor when it is dropped: also when the paying was cancelled.
// refused: dropped after 150 ms, while it paid: the ticket was booked, and the paying was cancelled

use world::{Failure, Service};

struct Books(Option<Service>);

impl Drop for Books {
    fn drop(&mut self) {
        if let Some(shop) = self.0.take() {
            tokio::spawn(shop.call("book"));
        }
    }
}

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let mut unless_booked = Books(Some(shop.clone()));
    let paid = bank.call("pay").await;
    unless_booked.0 = None;
    paid?;
    tokio::spawn(shop.call("book"))
        .await
        .expect("a call does not panic")
}
