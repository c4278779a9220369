//! What a panic says, and where: for tasks whose `JoinError` nobody looks at.
//!
//! Only a panic hook sees both. This one keeps them and then calls the hook that was there, so that a program prints what
//! it would print anyway. A program that sets a hook of its own, without calling the one that it found, hides them.

use std::{
    cell::RefCell,
    panic::{PanicHookInfo, set_hook, take_hook},
    sync::Once,
};

use crate::{
    log::RawPanic,
    names::kept,
    session, subscriber,
    watch::{self, not_the_programs},
};

thread_local! {
    /// The last panic of this thread, if it takes part in a recording.
    static LAST: RefCell<Option<RawPanic>> = const { RefCell::new(None) };
}

/// Sees to it that panics are kept from now on.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    // A thread that unwinds may not set a hook.
    if std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            keep(info);
            watch::panics();
            // To print a stack, the program's own file is read: that can take long, and is not its own waiting.
            not_the_programs(|| before(info));
        }));
    });
}

fn keep(info: &PanicHookInfo<'_>) {
    if subscriber::current().is_none() {
        return;
    }
    let panic = info.location().map(|place| RawPanic {
        message: session::message(info.payload()),
        place: (kept(place.file()), place.line()),
    });
    let _ = LAST.try_with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = panic;
        }
    });
}

/// What the panic said that this thread unwinds from.
pub(crate) fn take() -> Option<RawPanic> {
    LAST.try_with(|last| last.try_borrow_mut().ok()?.take())
        .ok()
        .flatten()
}
