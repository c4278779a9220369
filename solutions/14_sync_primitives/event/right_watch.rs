//! A watch channel with two values: whether it is set, and how often it has been. The second one is there for those who
//! wait while it is set and cleared at once.

use tokio::sync::watch;

pub struct Event(watch::Sender<(bool, u64)>);

impl Default for Event {
    fn default() -> Self {
        Self(watch::Sender::new((false, 0)))
    }
}

impl Event {
    pub fn is_set(&self) -> bool {
        self.0.borrow().0
    }

    pub fn set(&self) {
        self.0.send_modify(|(is_set, times)| {
            *is_set = true;
            *times += 1;
        });
    }

    pub fn clear(&self) {
        self.0.send_modify(|(is_set, _)| *is_set = false);
    }

    pub async fn wait(&self) {
        let mut changes = self.0.subscribe();
        let before = changes.borrow().1;
        let _ = changes.wait_for(|(is_set, times)| *is_set || *times > before).await;
    }
}
