//! A task counts down, and the stream is what it sends: it does not wait to be asked.
// refused: the countdown had begun before anybody asked

use std::time::Duration;

use futures::Stream;
use tokio::{sync::mpsc, time::sleep};
use tokio_stream::wrappers::ReceiverStream;

pub fn countdown_stream(from: u32) -> impl Stream<Item = u32> {
    let (outbox, inbox) = mpsc::channel(8);
    tokio::spawn(async move {
        for number in (1..=from).rev() {
            if number < from {
                sleep(Duration::from_secs(1)).await;
            }
            if outbox.send(number).await.is_err() {
                return;
            }
        }
    });
    ReceiverStream::new(inbox)
}
