//! The window is the state of a `scan`; what is no average yet is left out.

use std::{collections::VecDeque, future::ready};

use futures::{Stream, StreamExt};

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    let averages = readings.scan(VecDeque::new(), move |last, reading| {
        last.push_back(f64::from(reading));
        if last.len() > width {
            last.pop_front();
        }
        let average = (last.len() == width).then(|| last.iter().sum::<f64>() / width as f64);
        ready(Some(average))
    });
    averages.filter_map(ready)
}
