//! A task begins by itself, whether somebody awaits its handle or not.
// refused: the kitchen was called, and nobody has awaited the order

use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    let order = tokio::spawn(kitchen.call(&choose()));
    async move { order.await.expect("a call does not panic") }
}
