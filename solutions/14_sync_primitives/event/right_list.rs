//! A list of those who wait, each with a channel for one message.

use std::sync::Mutex;

use tokio::sync::oneshot;

#[derive(Default)]
pub struct Event {
    /// Whether it is set, and who waits.
    state: Mutex<(bool, Vec<oneshot::Sender<()>>)>,
}

impl Event {
    pub fn is_set(&self) -> bool {
        self.state.lock().unwrap().0
    }

    pub fn set(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 = true;
        for waiting in state.1.drain(..) {
            let _ = waiting.send(());
        }
    }

    pub fn clear(&self) {
        self.state.lock().unwrap().0 = false;
    }

    fn enter(&self) -> Option<oneshot::Receiver<()>> {
        let mut state = self.state.lock().unwrap();
        if state.0 {
            return None;
        }
        let (waiting, rings) = oneshot::channel();
        state.1.push(waiting);
        Some(rings)
    }

    pub async fn wait(&self) {
        if let Some(rings) = self.enter() {
            let _ = rings.await;
        }
    }
}
