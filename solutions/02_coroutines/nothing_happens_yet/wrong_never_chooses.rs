//! Orders soup, whatever is chosen.
// refused: what comes back is not what it should be

use world::{Failure, Service};

pub async fn nothing_happens_yet(
    kitchen: Service,
    _choose: impl FnOnce() -> String,
) -> Result<String, Failure> {
    kitchen.call("soup").await
}
