//! An event that nobody misses.
//!
//! **Why it matters.** "The settings are loaded", "the door is open": something happens once, and
//! many wait for it, some of them before and some of them after. A bell that rings for those who
//! stand there is not enough. Whoever comes a moment later waits for ever, and no message says so.
//!
//! **What to do.** Complete `Event`, which asyncio has and Tokio has not.
//!
//! - `wait` comes back at once if the event is set, and else when somebody sets it.
//! - `set` lets everybody go on who waits. The event stays set, also for those who come later.
//! - `clear` takes it back: whoever calls `wait` afterwards waits for the next `set`. Whoever waited when
//!   `set` was called goes on, even if `clear` is called right behind it.
//! - Waiting costs nothing: a waiter is polled when there is something to say.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

#[derive(Default)]
pub struct Event {
    is_set: AtomicBool,
    bell: Notify,
}

impl Event {
    pub fn is_set(&self) -> bool {
        self.is_set.load(Ordering::SeqCst)
    }

    pub fn set(&self) {
        self.is_set.store(true, Ordering::SeqCst);
        self.bell.notify_waiters();
    }

    pub fn clear(&self) {
        self.is_set.store(false, Ordering::SeqCst);
    }

    pub async fn wait(&self) {
        // TODO: and if the bell has rung already?
        self.bell.notified().await;
    }
}
