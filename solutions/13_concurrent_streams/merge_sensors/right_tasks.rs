//! A task for each sensor, and one channel.

use futures::{Stream, StreamExt};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    let (outbox, inbox) = mpsc::channel(1);
    for (name, sensor) in sensors {
        let outbox = outbox.clone();
        tokio::spawn(async move {
            let mut sensor = Box::pin(sensor);
            while let Some(reading) = sensor.next().await {
                if outbox.send((name.clone(), reading)).await.is_err() {
                    return;
                }
            }
        });
    }
    ReceiverStream::new(inbox)
}
