//! First the ear is at the bell, then the flag is read: whoever sets it in between is heard.

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
        let rings = self.bell.notified();
        if !self.is_set() {
            rings.await;
        }
    }
}
