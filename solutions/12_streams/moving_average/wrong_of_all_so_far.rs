//! The average of everything so far.
// refused: average number 2 is 4.0

use async_stream::stream;
use futures::{Stream, StreamExt};
use std::pin::pin;

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    stream! {
        let mut readings = pin!(readings);
        let mut sum = 0.0;
        let mut count = 0;
        while let Some(reading) = readings.next().await {
            sum += f64::from(reading);
            count += 1;
            if count >= width {
                yield sum / count as f64;
            }
        }
    }
}
