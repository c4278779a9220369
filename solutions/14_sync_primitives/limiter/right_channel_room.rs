//! A channel that nobody reads has room for `limit` messages: who runs has reserved the room for one.

use tokio::sync::mpsc;

pub struct Limiter {
    room: mpsc::Sender<()>,
    _nobody_reads: mpsc::Receiver<()>,
}

impl Limiter {
    pub fn new(limit: usize) -> Self {
        let (room, _nobody_reads) = mpsc::channel(limit);
        Self { room, _nobody_reads }
    }

    pub async fn run<F: Future>(&self, future: F) -> F::Output {
        let room = self.room.reserve().await.expect("the receiver is kept");
        let output = future.await;
        drop(room); // without a message
        output
    }
}
