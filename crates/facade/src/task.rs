use std::sync::atomic::{AtomicBool, Ordering};

pub use tokio::task::*;

/// Whether the runtime that is recorded was asked for as one with many threads.
pub(crate) static MANY_THREADS: AtomicBool = AtomicBool::new(false);

/// As [`tokio::task::block_in_place`].
///
/// Tokio refuses it on a current-thread runtime, which the recorded one always is. If the program asked for many
/// threads, its closure runs all the same: there it would have been allowed to.
#[track_caller]
pub fn block_in_place<F, R>(f: F) -> R
where
    F: FnOnce() -> R,
{
    let recorded = MANY_THREADS.load(Ordering::Relaxed)
        && tokio::runtime::Handle::try_current().is_ok_and(|handle| {
            handle.runtime_flavor() == tokio::runtime::RuntimeFlavor::CurrentThread
        });
    if recorded {
        f()
    } else {
        tokio::task::block_in_place(f)
    }
}
