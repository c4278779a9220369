//! Makes a failure of the kitchen an answer like any other.
// refused: what comes back when the kitchen fails is not what it should be

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    let dish = choose();
    Ok(kitchen.call(&dish).await.unwrap_or_default())
}
