//! `notify_one` keeps a ring for one who comes later. For one.
// refused: one of three

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
        }
    }
}
