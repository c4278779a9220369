//! One reading of each, in rounds that wait for all of them.
// refused: `hall` had the reading 20 after 200 ms, and it came out after 300 ms

use async_stream::stream;
use futures::{Stream, StreamExt, future::join_all};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    stream! {
        let mut sensors: Vec<_> =
            sensors.into_iter().map(|(name, sensor)| (name, sensor.boxed())).collect();
        loop {
            let round = join_all(sensors.iter_mut().map(|(name, sensor)| async move {
                (name.clone(), sensor.next().await)
            }));
            let round: Vec<_> = round.await;
            if round.iter().all(|(_, reading)| reading.is_none()) {
                return;
            }
            for (name, reading) in round {
                if let Some(reading) = reading {
                    yield (name, reading);
                }
            }
        }
    }
}
