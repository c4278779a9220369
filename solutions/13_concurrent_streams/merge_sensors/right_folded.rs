//! One is merged with the next, again and again.

use std::pin::Pin;

use futures::Stream;
use tokio_stream::StreamExt;

type Readings = Pin<Box<dyn Stream<Item = (String, u32)> + Send>>;

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    sensors.into_iter().fold(Box::pin(tokio_stream::empty()) as Readings, |all, (name, sensor)| {
        Box::pin(all.merge(sensor.map(move |reading| (name.clone(), reading))))
    })
}
