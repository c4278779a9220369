//! Try again, with an async closure.
//!
//! **Why it matters.** To repeat something async, you need something to repeat: not a future, which
//! gives its output once, but a closure that makes a new future each time. An *async closure* is
//! one whose future may borrow what the closure has captured, such as a list that it adds to.
//!
//! **What to do.** Two functions.
//!
//! 1. `until_ok` calls `action` with 0, then with 1, and so on, and awaits each future before it
//!    makes the next. It stops at the first `Ok` and returns the value. After `tries` failures it
//!    gives up and returns `None`.
//! 2. `async_closure` asks the mirrors for `request`, one after the other, until one answers, and
//!    returns the answer. If all fail, it returns the reasons (`Failure` has a `reason`), in the
//!    order of asking. Use `until_ok`, with an async closure that collects the reasons.

use world::Service;

pub async fn until_ok<T, E>(
    tries: usize,
    mut action: impl AsyncFnMut(usize) -> Result<T, E>,
) -> Option<T> {
    // TODO: this gives up after the first failure
    if tries == 0 {
        None
    } else {
        action(0).await.ok()
    }
}

pub async fn async_closure(mirrors: Vec<Service>, request: &str) -> Result<String, Vec<String>> {
    let mut reasons = Vec::new();
    // TODO: this asks nobody
    let answer = until_ok(mirrors.len(), async |number| {
        reasons.push(format!("mirror {number} was not asked for {request}"));
        Err::<String, ()>(())
    });
    answer.await.ok_or(reasons)
}
