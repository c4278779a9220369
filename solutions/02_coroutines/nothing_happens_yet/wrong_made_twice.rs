//! One call to see whether it works, and another one for the answer.
// refused: `kitchen` was called twice, where once is enough

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    let dish = choose();
    kitchen.call(&dish).await?;
    kitchen.call(&dish).await
}
