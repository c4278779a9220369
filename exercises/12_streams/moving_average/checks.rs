//! The checks of `moving_average`.

use super::answer;
use checks::prelude::*;
use futures::{Stream, StreamExt, stream};
use std::{cell::Cell, fmt, pin::pin};
use tokio::time::{Instant, sleep};

/// A reading each 100 ms. `read` counts them.
fn sensor<'a>(readings: &'a [u32], read: &'a Cell<usize>) -> impl Stream<Item = u32> + 'a {
    stream::iter(readings).then(async move |&reading| {
        sleep(ms(100)).await;
        read.set(read.get() + 1);
        reading
    })
}

/// The averages, each with the time at which it came.
fn averages(readings: &[u32], width: usize) -> Result<Vec<(f64, Duration)>, Refusal> {
    let run = observe(async |_| {
        let read = Cell::new(0);
        let mut averages = pin!(answer::moving_average(sensor(readings, &read), width));
        let begin = Instant::now();
        let mut came = Vec::new();
        while let Some(average) = averages.next().await {
            came.push((average, begin.elapsed()));
            if came.len() > 2 * readings.len() {
                break;
            }
        }
        came
    })?;
    Ok(run.output)
}

fn values(averages: &[(f64, Duration)]) -> Vec<Average> {
    averages
        .iter()
        .map(|(average, _)| Average(*average))
        .collect()
}

/// Equal to a number from which it differs by what rounding makes of it: who divides before adding is right as well.
struct Average(f64);

impl PartialEq<f64> for Average {
    fn eq(&self, expected: &f64) -> bool {
        (self.0 - expected).abs() <= 1e-9 * expected.abs().max(1.0)
    }
}

impl fmt::Debug for Average {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

checks! {
    /// of 1, 2, 6, 7 and 2, three at a time: 3, 5 and 5
    fn of_three() {
        let averages = averages(&[1, 2, 6, 7, 2], 3)?;
        list("average", &values(&averages), &[3.0, 5.0, 5.0])?;
    }

    /// other widths, down to 1
    fn other_widths() {
        list("average", &values(&averages(&[1, 2, 6, 7, 2], 2)?), &[1.5, 4.0, 6.5, 4.5])?;
        list("average", &values(&averages(&[1, 2, 6], 1)?), &[1.0, 2.0, 6.0])?;
    }

    /// readings may be as large as a `u32` can be
    fn large_readings() {
        list("average", &values(&averages(&[u32::MAX, u32::MAX], 2)?), &[f64::from(u32::MAX)])?;
    }

    /// each average comes at the moment when its last reading does
    fn at_once() {
        let averages = averages(&[1, 2, 6, 7, 2], 3)?;
        for ((_, at), number) in averages.iter().zip(3..) {
            let there = ms(100 * number);
            if *at != there {
                return Err(Refusal::new(format!(
                    "the average of readings {} to {number} came after {}, and reading {number} was there after {}",
                    number - 2, time(*at), time(there)
                )));
            }
        }
    }

    /// too few readings have no average
    fn too_few() {
        list("average", &values(&averages(&[1, 2], 3)?), &[0.0; 0])?;
        list("average", &values(&averages(&[], 1)?), &[0.0; 0])?;
    }

    /// no reading is taken before somebody asks for an average that needs it
    fn as_asked_for() {
        let run = observe(async |_| {
            let read = Cell::new(0);
            let readings: Vec<u32> = (0..100).collect();
            let mut averages = pin!(answer::moving_average(sensor(&readings, &read), 3));
            sleep(ms(1000)).await;
            let before = read.get();
            let _ = averages.next().await;
            sleep(ms(1000)).await;
            (before, read.get())
        })?;
        let (before, after) = run.output;
        if before > 0 {
            let sentence = format!("{} were taken before anybody had asked for an average", count(before, "reading"));
            return Err(Refusal::new(sentence));
        }
        if after > 3 {
            let sentence = format!("{} were taken for the first average of three", count(after, "reading"));
            return Err(Refusal::new(sentence));
        }
    }
}
