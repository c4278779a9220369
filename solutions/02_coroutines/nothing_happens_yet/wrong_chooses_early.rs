//! Chooses outside the block: at the call, for an order that may never be awaited.
// refused: the dish was chosen when the order was made, before anybody awaited it

use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    let call = kitchen.call(&choose());
    async move { call.await }
}
