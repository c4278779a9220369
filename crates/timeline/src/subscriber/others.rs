//! Other listeners: the program may have one of its own, such as a log, that is to hear what is not Tokio's.
//!
//! The recorder's listener is set for threads and never for the process, so that a program can set its own at any time.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use tracing_core::{Dispatch, dispatcher::get_default, subscriber::NoSubscriber};

use super::{Elsewhere, Listener};
use crate::watch::not_the_programs;

/// The listener that a thread would have if it were not for the recorder.
pub(super) struct Others {
    dispatch: Mutex<Dispatch>,
    /// Another one may have been set for the process.
    changed: AtomicBool,
}

impl Others {
    /// Those that this thread has.
    pub(super) fn of_this_thread() -> Self {
        let dispatch = get_default(|d| {
            let ours = d.downcast_ref::<Listener>();
            let ours = ours.or(d.downcast_ref::<Elsewhere>().map(|e| &e.0));
            match ours {
                Some(ours) => ours.1.get(),
                None => d.clone(),
            }
        });
        Self {
            dispatch: Mutex::new(dispatch),
            changed: AtomicBool::new(true),
        }
    }

    /// Whoever sets a listener asks all that are there about everything that can be told.
    pub(super) fn may_have_changed(&self) {
        self.changed.store(true, Ordering::SeqCst);
    }

    /// Passes something on.
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&Dispatch) -> T) -> T {
        let mut dispatch = self.get();
        if dispatch.is::<NoSubscriber>() && self.changed.swap(false, Ordering::SeqCst) {
            dispatch = of_the_process();
            *self.lock() = dispatch.clone();
        }
        ask(&dispatch)
    }

    fn get(&self) -> Dispatch {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Dispatch> {
        self.dispatch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The listener of the process. Only a thread that has none of its own can tell.
fn of_the_process() -> Dispatch {
    not_the_programs(|| {
        let ask = std::thread::Builder::new().spawn(|| get_default(Clone::clone));
        ask.ok().and_then(|asked| asked.join().ok())
    })
    .unwrap_or_else(Dispatch::none)
}
