//! A limit for whatever somebody wants to run.
//!
//! **Why it matters.** A server that takes four connections, a disk that likes two writers, a licence
//! for three users: the limit belongs to the thing, and not to one loop over a list. So it is a
//! value that everybody shares, and who wants to run something hands it over.
//!
//! **What to do.** `limiter.run(future)` runs the future, and gives its output.
//!
//! - Of all futures that were handed to the same limiter, at most `limit` are under way at any time.
//! - The others wait, and begin in the order in which they asked, each as soon as there is room.
//! - A future that is dropped, that panics, or that gives up waiting leaves its room to the others.
//! - Waiting costs nothing: a waiter is polled when there is room.

pub struct Limiter {
    limit: usize,
}

impl Limiter {
    /// `limit` is at least 1.
    pub fn new(limit: usize) -> Self {
        Self { limit }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        // TODO: this lets everybody in
        let _ = self.limit;
        future.await
    }
}
