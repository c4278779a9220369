//! Makes the future of the call, and forgets to await it.
// refused: no call was ever made

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    let dish = choose();
    let _call = kitchen.call(&dish);
    Ok(format!("one {dish}"))
}
