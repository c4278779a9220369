//! Clean up, whatever happens.
//!
//! **Why it matters.** A function that takes something has to give it back: a place in a counter, a
//! file, a lock at another server. If its future is dropped in the middle, the lines behind the
//! `.await` never run, and what was taken is never given back.
//!
//! **What to do.** Run `work` to its end, and return what it gives. Call `clean_up` once, right when
//! the work is over, however it ends: with a value, with a panic, or because your future is dropped
//! while it waits. Before `work` is over it must not be called: when your future is dropped, `work`
//! is dropped first, with all that it still holds, and then it is cleaned up. A future of yours that
//! was never polled has begun nothing, and cleans up nothing.

pub async fn guard<W: Future>(work: W, mut clean_up: impl FnMut()) -> W::Output {
    // TODO: the last two lines do not run when this future is dropped
    let output = work.await;
    clean_up();
    output
}
