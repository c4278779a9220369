//! By hand: `poll_next` takes readings until the window is full.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures::Stream;

struct Averages<S> {
    readings: Pin<Box<S>>,
    last: VecDeque<u32>,
    width: usize,
}

impl<S: Stream<Item = u32>> Stream for Averages<S> {
    type Item = f64;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<f64>> {
        loop {
            let Some(reading) = ready!(self.readings.as_mut().poll_next(cx)) else {
                return Poll::Ready(None);
            };
            self.last.push_back(reading);
            if self.last.len() > self.width {
                self.last.pop_front();
            }
            if self.last.len() == self.width {
                let sum: f64 = self.last.iter().map(|&reading| f64::from(reading)).sum();
                return Poll::Ready(Some(sum / self.width as f64));
            }
        }
    }
}

pub fn moving_average(readings: impl Stream<Item = u32>, width: usize) -> impl Stream<Item = f64> {
    Averages { readings: Box::pin(readings), last: VecDeque::new(), width }
}
