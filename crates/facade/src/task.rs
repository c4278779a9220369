use std::{
    any::Any,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::atomic::{AtomicBool, Ordering},
};

pub use tokio::task::*;

/// What Tokio says of a `block_on` inside a runtime.
const NESTED: &str = "Cannot start a runtime from within a runtime";

fn says(panic: &(dyn Any + Send), what: &str) -> bool {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.is_some_and(|text| text.starts_with(what))
}

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
        std::panic::catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|panic| {
            if says(&*panic, NESTED) {
                eprintln!(
                    "`block_on` inside `block_in_place` needs a runtime with several threads, and on the paused clock the program \
                     is recorded on one: run it on the real clock (`--real`)"
                );
            }
            resume_unwind(panic)
        })
    } else {
        tokio::task::block_in_place(f)
    }
}
