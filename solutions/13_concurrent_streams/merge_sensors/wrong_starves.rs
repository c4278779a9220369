//! The first sensor is always asked first.
// refused: readings of others came before it

use std::task::Poll;

use futures::{Stream, StreamExt, stream};

pub fn merge_sensors<S>(sensors: Vec<(String, S)>) -> impl Stream<Item = (String, u32)>
where
    S: Stream<Item = u32> + Send + 'static,
{
    let mut sensors: Vec<_> =
        sensors.into_iter().map(|(name, sensor)| (name, sensor.boxed())).collect();
    stream::poll_fn(move |cx| {
        let mut waits = false;
        let mut i = 0;
        while i < sensors.len() {
            let (name, sensor) = &mut sensors[i];
            match sensor.poll_next_unpin(cx) {
                Poll::Ready(Some(reading)) => return Poll::Ready(Some((name.clone(), reading))),
                Poll::Ready(None) => drop(sensors.remove(i)),
                Poll::Pending => {
                    waits = true;
                    i += 1;
                }
            }
        }
        if waits { Poll::Pending } else { Poll::Ready(None) }
    })
}
