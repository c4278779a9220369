//! A number and a bell. Who hears the bell looks at the number, and somebody else may have been faster.
// refused: which came only then, got in before it

use std::sync::Mutex;

use tokio::sync::Notify;

pub struct Limiter {
    free: Mutex<usize>,
    bell: Notify,
}

struct Room<'a>(&'a Limiter);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap() += 1;
        self.0.bell.notify_one();
    }
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        let (free, bell) = (Mutex::new(limit), Notify::new());
        Self { free, bell }
    }

    fn room(&self) -> Option<Room<'_>> {
        let mut free = self.free.lock().unwrap();
        *free = free.checked_sub(1)?;
        Some(Room(self))
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let _room = loop {
            if let Some(room) = self.room() {
                break room;
            }
            self.bell.notified().await;
        };
        future.await
    }
}
