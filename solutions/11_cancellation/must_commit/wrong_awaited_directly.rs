//! Awaits everything itself, with a guard that only says what was lost.
// refused: dropped after 150 ms, while it paid: the paying was cancelled

use world::{Failure, Service};

struct Warn;

impl Drop for Warn {
    fn drop(&mut self) {
        eprintln!("the purchase has ended");
    }
}

pub async fn must_commit(shop: Service, bank: Service) -> Result<String, Failure> {
    shop.call("reserve").await?;
    let _warn = Warn;
    bank.call("pay").await?;
    shop.call("book").await
}
