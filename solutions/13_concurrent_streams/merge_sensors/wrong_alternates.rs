//! A reading of each in turn, and each turn waits.
// refused: had the reading 30 after 100 ms, and it came out after 200 ms

use async_stream::stream;
use futures::{Stream, StreamExt};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    stream! {
        let mut sensors: Vec<_> =
            sensors.into_iter().map(|(name, sensor)| (name, sensor.boxed())).collect();
        while !sensors.is_empty() {
            let mut left = Vec::new();
            for (name, mut sensor) in sensors {
                if let Some(reading) = sensor.next().await {
                    yield (name.clone(), reading);
                    left.push((name, sensor));
                }
            }
            sensors = left;
        }
    }
}
