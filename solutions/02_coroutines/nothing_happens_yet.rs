//! Everything stands in the block, so everything waits for the first poll.

use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    async move {
        let dish = choose();
        kitchen.call(&dish).await
    }
}
