//! The next reading is taken before the average is handed out, to know whether it is the last.
// refused: for the first average of three

use std::{collections::VecDeque, pin::pin};

use async_stream::stream;
use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    stream! {
        let mut readings = pin!(readings.peekable());
        let mut last: VecDeque<f64> = VecDeque::new();
        while let Some(reading) = readings.next().await {
            last.push_back(f64::from(reading));
            if last.len() > width {
                last.pop_front();
            }
            let _is_last = readings.as_mut().peek().await.is_none();
            if last.len() == width {
                yield last.iter().sum::<f64>() / width as f64;
            }
        }
    }
}
