//! A stream of streams, flattened without a limit and without an order.

use futures::{Stream, StreamExt, stream};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    stream::iter(sensors).flat_map_unordered(None, |(name, sensor)| {
        sensor.map(move |reading| (name.clone(), reading)).boxed()
    })
}
