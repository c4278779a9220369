//! A window of the last readings, in a loop that stops at each average.

use std::{collections::VecDeque, pin::pin};

use async_stream::stream;
use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    stream! {
        let mut readings = pin!(readings);
        let mut last = VecDeque::new();
        while let Some(reading) = readings.next().await {
            last.push_back(reading);
            if last.len() > width {
                last.pop_front();
            }
            if last.len() == width {
                let sum: f64 = last.iter().copied().map(f64::from).sum();
                yield sum / width as f64;
            }
        }
    }
}
