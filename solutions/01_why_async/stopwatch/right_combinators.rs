//! With the combinators of `futures`: `lazy` puts off reading the clock until the first poll.

use std::time::Duration;

use futures::future::{FutureExt, lazy};
use tokio::time::Instant;

pub async fn stopwatch<F: Future>(future: F) -> (F::Output, Duration) {
    lazy(|_| Instant::now())
        .then(|start| future.map(move |output| (output, start.elapsed())))
        .await
}
