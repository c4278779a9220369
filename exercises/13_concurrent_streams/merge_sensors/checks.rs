//! The checks of `merge_sensors`.

use super::answer;
use checks::prelude::*;
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use std::pin::pin;
use tokio::time::{Instant, sleep_until};

/// A sensor's name, and when it has which reading.
type Sensor = (&'static str, &'static [(u64, u32)]);

/// A reading, with the name of its sensor and the time.
type Came = Vec<(String, u32, u64)>;

fn sensor(begin: Instant, readings: &'static [(u64, u32)]) -> BoxStream<'static, u32> {
    let readings = stream::iter(readings).then(move |&(at, reading)| async move {
        sleep_until(begin + ms(at)).await;
        reading
    });
    readings.boxed()
}

fn merge(sensors: &[Sensor]) -> Result<Run<Came>, Refusal> {
    let expected: usize = sensors.iter().map(|(_, readings)| readings.len()).sum();
    observe(async |_| {
        let begin = Instant::now();
        let sensors = sensors
            .iter()
            .map(|(name, readings)| ((*name).to_owned(), sensor(begin, readings)));
        let mut all = pin!(answer::merge_sensors(sensors.collect()));
        let mut came = Vec::new();
        while let Some((name, reading)) = all.next().await {
            came.push((name, reading, begin.elapsed().as_millis() as u64));
            if came.len() > expected {
                break;
            }
        }
        came
    })
}

/// Refuses the answer unless every reading came, at its time. What comes in the same moment has no order.
fn as_they_came(sensors: &[Sensor], came: &Came) -> Result<(), Refusal> {
    let all = sensors.iter().flat_map(|(name, readings)| {
        readings
            .iter()
            .map(move |(at, reading)| (*name, *reading, *at))
    });
    let mut missing = 0;
    let mut left: Vec<_> = came.clone();
    for (name, reading, at) in all {
        let Some(found) = left.iter().position(|(n, r, _)| n == name && *r == reading) else {
            missing += 1;
            continue;
        };
        let (_, _, time_out) = left.remove(found);
        if time_out != at {
            return Err(Refusal::new(format!(
                "`{name}` had the reading {reading} after {}, and it came out after {}",
                time(ms(at)),
                time(ms(time_out))
            )));
        }
    }
    if missing > 0 {
        let all: usize = sensors.iter().map(|(_, readings)| readings.len()).sum();
        return Err(Refusal::new(format!(
            "{missing} of {all} readings never came out"
        )));
    }
    if let Some((name, reading, _)) = left.first() {
        return Err(Refusal::new(format!(
            "the reading {reading} of `{name}` came out once too often"
        )));
    }
    Ok(())
}

const THREE: &[Sensor] = &[
    ("hall", &[(200, 20), (400, 21)]),
    ("attic", &[(100, 30), (500, 31), (600, 32)]),
    ("cellar", &[(300, 12), (1000, 13)]),
];

checks! {
    /// each reading as soon as it is there, with the name of its sensor
    fn as_they_come() {
        as_they_came(THREE, &merge(THREE)?.output)?;
    }

    /// over when the last sensor is, and not before
    fn until_the_last() {
        let sensors: &[Sensor] = &[("hall", &[]), ("attic", &[(100, 30), (900, 31)]), ("cellar", &[(200, 12)])];
        let run = merge(sensors)?;
        as_they_came(sensors, &run.output)?;
        run.returns_after(ms(900))?;
    }

    /// none, one, and many sensors
    fn any_number() {
        value("what comes of no sensors", &merge(&[])?.output, &Vec::new())?;
        let one: &[Sensor] = &[("hall", &[(100, 1), (200, 2)])];
        as_they_came(one, &merge(one)?.output)?;
        let many: Vec<Sensor> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(|name| (name, THREE[1].1)).to_vec();
        as_they_came(&many, &merge(&many)?.output)?;
    }

    /// two sensors of the same name are two sensors
    fn same_name() {
        let sensors: &[Sensor] = &[("hall", &[(100, 1), (300, 2)]), ("hall", &[(200, 3), (400, 4)])];
        as_they_came(sensors, &merge(sensors)?.output)?;
    }

    /// a sensor that is always ready keeps nobody out
    fn fair() {
        let run = observe(async |_| {
            let sensors = vec![
                ("loud".to_owned(), stream::iter(0..1000).boxed()),
                ("quiet".to_owned(), stream::iter([7]).boxed()),
                ("loud too".to_owned(), stream::iter(0..1000).boxed()),
            ];
            let mut all = pin!(answer::merge_sensors(sensors));
            let mut before = 0;
            while let Some((name, _)) = all.next().await {
                if name == "quiet" {
                    return Some(before);
                }
                before += 1;
            }
            None
        })?;
        let Some(before) = run.output else {
            return Err(Refusal::new("the reading of `quiet` never came out"));
        };
        if before >= 1000 {
            return Err(Refusal::new(format!(
                "`quiet` had its reading from the beginning, and {before} readings of others came before it"
            )));
        }
    }
}
