//! One block chooses, the other orders; neither runs before it is awaited.

use world::{Failure, Service};

pub fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> impl Future<Output = Result<String, Failure>> {
    let dish = async { choose() };
    async move { kitchen.call(&dish.await).await }
}
