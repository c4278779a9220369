//! The first sensor that is over ends everything.
// refused: never came out

use async_stream::stream;
use futures::{Stream, StreamExt, future::select_all};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    stream! {
        let mut sensors: Vec<_> =
            sensors.into_iter().map(|(name, sensor)| (name, sensor.boxed())).collect();
        while !sensors.is_empty() {
            let waits = sensors.iter_mut().map(|(name, sensor)| {
                Box::pin(async move { (name.clone(), sensor.next().await) })
            });
            let ((name, reading), ..) = select_all(waits).await;
            match reading {
                Some(reading) => yield (name, reading),
                None => return,
            }
            sensors.rotate_left(1);
        }
    }
}
