//! Chunks do not overlap.
// refused: one average comes back

use std::future::ready;

use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    readings
        .map(f64::from)
        .chunks(width)
        .filter(move |chunk| ready(chunk.len() == width))
        .map(move |chunk| chunk.iter().sum::<f64>() / width as f64)
}
