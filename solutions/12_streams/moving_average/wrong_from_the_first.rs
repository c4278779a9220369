//! There is an average from the first reading on.
// refused: five averages come back

use std::{collections::VecDeque, future::ready};

use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    readings.scan(VecDeque::new(), move |last, reading| {
        last.push_back(f64::from(reading));
        if last.len() > width {
            last.pop_front();
        }
        ready(Some(last.iter().sum::<f64>() / last.len() as f64))
    })
}
