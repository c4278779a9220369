//! The readings, boxed, and the window are the state.

use futures::{Stream, StreamExt, stream};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    let start = (Box::pin(readings), Vec::new());
    stream::unfold(start, move |(mut readings, mut last)| async move {
        if last.len() == width {
            last.remove(0);
        }
        while last.len() < width {
            last.push(f64::from(readings.next().await?));
        }
        let average = last.iter().sum::<f64>() / width as f64;
        Some((average, (readings, last)))
    })
}
