//! The whole body of an `async fn` waits for the first poll.

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    kitchen.call(&choose()).await
}
