//! Each one who goes on wakes the next: what is left over lets somebody pass after `clear`.
// refused: the event was cleared, and somebody who came afterwards went on

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
        self.bell.notify_one();
    }

    pub fn clear(&self) {
        self.is_set.store(false, Ordering::SeqCst);
    }

    pub async fn wait(&self) {
        if !self.is_set() {
            self.bell.notified().await;
            self.bell.notify_one();
        }
    }
}
