//! A map of streams, whose keys are numbers: two sensors may have the same name.

use futures::Stream;
use tokio_stream::{StreamExt, StreamMap};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    let mut all = StreamMap::new();
    for (number, (name, sensor)) in sensors.into_iter().enumerate() {
        all.insert(number, Box::pin(sensor.map(move |reading| (name.clone(), reading))));
    }
    all.map(|(_, reading)| reading)
}
