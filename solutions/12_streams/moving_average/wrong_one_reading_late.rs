//! It waits for the reading behind the window before it gives the average.
// refused: two averages come back

use std::{collections::VecDeque, pin::pin};

use async_stream::stream;
use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    stream! {
        let mut readings = pin!(readings);
        let mut last: VecDeque<f64> = VecDeque::new();
        while let Some(reading) = readings.next().await {
            if last.len() == width {
                yield last.iter().sum::<f64>() / width as f64;
                last.pop_front();
            }
            last.push_back(f64::from(reading));
        }
    }
}
