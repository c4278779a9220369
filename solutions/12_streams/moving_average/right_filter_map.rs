//! tokio-stream's `filter_map` takes a plain closure, which keeps the window.

use tokio_stream::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    let mut last: Vec<f64> = Vec::new();
    readings.filter_map(move |reading| {
        last.push(reading.into());
        let window = last.len().checked_sub(width)?;
        last.drain(..window);
        Some(last.iter().sum::<f64>() / width as f64)
    })
}
