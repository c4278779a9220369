use std::{
    any::Any,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{Mutex, PoisonError},
};

use tokio::runtime::{self, Handle, RuntimeFlavor};

pub use tokio::task::*;

/// What Tokio says of a `block_on` inside a runtime.
const NESTED: &str = "Cannot start a runtime from within a runtime";

fn says(panic: &(dyn Any + Send), what: &str) -> bool {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.is_some_and(|text| text.starts_with(what))
}

/// The recorded runtimes that were asked for as ones with many threads.
static MANY_THREADS: Mutex<Vec<runtime::Id>> = Mutex::new(Vec::new());

/// The program asked for many threads when it made this runtime.
pub(crate) fn allow_block_in_place(runtime: runtime::Id) {
    let mut allowed = MANY_THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    allowed.push(runtime);
}

/// As [`tokio::task::block_in_place`].
///
/// Tokio refuses it on a current-thread runtime, which a recorded one most often is. If the program asked for many
/// threads, its closure runs all the same: there it would have been allowed to.
#[track_caller]
pub fn block_in_place<F, R>(f: F) -> R
where
    F: FnOnce() -> R,
{
    let recorded = Handle::try_current().is_ok_and(|handle| {
        let allowed = MANY_THREADS.lock().unwrap_or_else(PoisonError::into_inner);
        handle.runtime_flavor() == RuntimeFlavor::CurrentThread && allowed.contains(&handle.id())
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
