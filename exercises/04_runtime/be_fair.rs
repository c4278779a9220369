//! A long loop that lets others in.
//!
//! **Why it matters.** A task keeps its thread until it comes to an `.await` that waits. A loop over a big file has none: it is
//! pure work. While it runs, no timer is looked at, no connection is accepted, no request is answered. Not every such loop is worth a
//! thread of its own; but every one of them can step aside from time to time.
//!
//! **What to do.** Read all pages, one after the other, and return the sum of what they give. Reading one takes 10 ms of work.
//! Whoever else is ready must not have to wait for longer than 50 ms at a time. And all pages together take as long as the work
//! takes, not longer.

pub async fn be_fair(pages: u32, mut read: impl FnMut(u32) -> u64) -> u64 {
    let mut sum = 0;
    for page in 0..pages {
        // TODO: who else has a turn while this loop runs?
        sum += read(page);
    }
    sum
}
