//! Many sensors, one stream.
//!
//! **Why it matters.** Each sensor reports when it has something to report. Who looks at all of them
//! wants each reading when it is there, whatever the others do.
//!
//! **What to do.** Return one stream of all readings, each with the name of its sensor, as soon as it
//! is there. The stream is over when all sensors are. A sensor that always has a reading ready must not
//! keep the others out. Two sensors may have the same name.

use futures::{Stream, StreamExt, stream};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    // TODO: this reads the first sensor to its end, then the second, and so on
    stream::iter(sensors)
        .flat_map(|(name, sensor)| sensor.map(move |reading| (name.clone(), reading)))
}
