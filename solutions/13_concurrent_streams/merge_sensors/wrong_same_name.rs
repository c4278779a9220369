//! The names are the keys of the map: the second sensor of a name takes the place of the first.
// refused: 2 of 4 readings never came out

use futures::Stream;
use tokio_stream::StreamMap;

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    let mut all = StreamMap::new();
    for (name, sensor) in sensors {
        all.insert(name, Box::pin(sensor));
    }
    all
}
