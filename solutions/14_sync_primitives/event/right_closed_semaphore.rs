//! A semaphore without permits, which is closed when the event is set; a new one for each time.

use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;

pub struct Event(Mutex<Arc<Semaphore>>);

impl Default for Event {
    fn default() -> Self {
        Self(Mutex::new(Arc::new(Semaphore::new(0))))
    }
}

impl Event {
    pub fn is_set(&self) -> bool {
        self.0.lock().unwrap().is_closed()
    }

    pub fn set(&self) {
        self.0.lock().unwrap().close();
    }

    pub fn clear(&self) {
        let mut door = self.0.lock().unwrap();
        if door.is_closed() {
            *door = Arc::new(Semaphore::new(0));
        }
    }

    pub async fn wait(&self) {
        let door = self.0.lock().unwrap().clone();
        let _ = door.acquire().await;
    }
}
