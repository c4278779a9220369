//! Try again, but not like that.
//!
//! **Why it matters.** A server that has just fallen over comes back sooner when its clients leave
//! it alone for a while. So each pause is longer than the one before. And clients that failed
//! together must not come back together, so each pause is changed a little by chance.
//!
//! **What to do.** Call `server.call("page")` until it answers, at most `tries` times (at least 1).
//!
//! - A failure with the reason "unavailable" may pass: pause, then try again. Any other failure will
//!   be the same the next time: return it at once.
//! - The pauses grow: `first`, twice `first`, four times `first` …, but none is longer than
//!   `longest`. Of each of them take what `jitter` makes of it: `sleep(jitter(pause))`.
//! - When the last try has failed as well, return its failure, without another pause.

use std::time::Duration;
use world::{Failure, Service};

pub async fn backoff(
    server: Service,
    tries: u32,
    first: Duration,
    longest: Duration,
    jitter: impl FnMut(Duration) -> Duration,
) -> Result<String, Failure> {
    // TODO: this gives up with the first failure
    let _ = (tries, first, longest, jitter);
    server.call("page").await
}
