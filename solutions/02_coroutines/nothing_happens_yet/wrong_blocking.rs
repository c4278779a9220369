//! Does nothing before it is awaited, and then keeps the thread.
// refused: the call to `kitchen` held its thread for 300 ms

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    kitchen.call_blocking(&choose())
}
