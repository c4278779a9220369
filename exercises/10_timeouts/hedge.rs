//! Two mirrors, and the second only if it is needed.
//!
//! **Why it matters.** Most answers come fast, and a few take for ever: a server is restarting, a
//! packet was lost. To ask two servers each time is twice the load for those few. To ask the second
//! one only when the first is late costs little, and takes away the worst waits.
//!
//! **What to do.** Ask `first.call("page")`. If its answer is not there after `patience`, ask
//! `second.call("page")` as well, and go on waiting for the first: the answer that comes first is
//! returned, and the other call is cancelled.
//!
//! - A failure is no answer. If one of the two fails, the other decides. If `first` fails before
//!   `second` was asked, ask it at once.
//! - If both fail, return the failure of `second`.

use std::time::Duration;
use world::{Failure, Service};

pub async fn hedge(patience: Duration, first: Service, second: Service) -> Result<String, Failure> {
    // TODO: this asks the second one only when the first has failed
    let _ = patience;
    match first.call("page").await {
        Ok(page) => Ok(page),
        Err(_) => second.call("page").await,
    }
}
