//! Every reading gets its name first; then many streams are made one.

use futures::{Stream, StreamExt, stream};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    let named = sensors.into_iter().map(|(name, sensor)| {
        let readings = sensor.map(move |reading| (name.clone(), reading));
        readings.boxed()
    });
    stream::select_all(named)
}
