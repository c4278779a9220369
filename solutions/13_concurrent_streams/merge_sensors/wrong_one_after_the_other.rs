//! The second sensor is read when the first is over.
// refused: had the reading 30 after 100 ms, and it came out after 400 ms

use futures::{Stream, StreamExt, stream};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    stream::iter(sensors)
        .flat_map(|(name, sensor)| sensor.map(move |reading| (name.clone(), reading)))
}
