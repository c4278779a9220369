//! All readings are collected first.
// refused: came after 500 ms, and reading 3 was there after 300 ms

use async_stream::stream;
use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    stream! {
        let readings: Vec<f64> = readings.map(f64::from).collect().await;
        for window in readings.windows(width) {
            yield window.iter().sum::<f64>() / width as f64;
        }
    }
}
