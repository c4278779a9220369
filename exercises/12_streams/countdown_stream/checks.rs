//! The checks of `countdown_stream`.

use super::answer;
use checks::prelude::*;
use futures::StreamExt;
use std::pin::pin;
use tokio::time::{Instant, sleep};

/// A number and when it came, and when the stream was over.
type Came = (Vec<(u32, Duration)>, Duration);

/// Takes a countdown to its end. The first number is asked for after `first`, each other one `between` after the one before.
fn count_down(from: u32, first: Duration, between: Duration) -> Result<Run<Came>, Refusal> {
    let run = observe(async |_| {
        let mut numbers = pin!(answer::countdown_stream(from));
        let begin = Instant::now();
        sleep(first).await;
        let mut came = Vec::new();
        while let Some(number) = numbers.next().await {
            came.push((number, begin.elapsed()));
            if came.len() > from as usize {
                break;
            }
            sleep(between).await;
        }
        (came, begin.elapsed())
    })?;
    run.never_holds_the_thread()?;
    Ok(run)
}

/// Refuses the answer unless each number comes when it should.
fn on_time(came: &[(u32, Duration)], expected: &[u64]) -> Result<(), Refusal> {
    for ((number, at), expected) in came.iter().zip(expected) {
        let expected = ms(*expected);
        if *at != expected {
            let sentence = format!(
                "{number} came after {}, and should come after {}",
                time(*at),
                time(expected)
            );
            return Err(Refusal::new(sentence));
        }
    }
    Ok(())
}

checks! {
    /// from 3: 3, 2, 1
    fn in_order() {
        let run = count_down(3, ms(0), ms(0))?;
        let numbers: Vec<u32> = run.output.0.iter().map(|(number, _)| *number).collect();
        list("number", &numbers, &[3, 2, 1])?;
        let run = count_down(1, ms(0), ms(0))?;
        let numbers: Vec<u32> = run.output.0.iter().map(|(number, _)| *number).collect();
        list("number", &numbers, &[1])?;
    }

    /// the first at once, then one each second
    fn one_each_second() {
        let run = count_down(3, ms(0), ms(0))?;
        on_time(&run.output.0, &[0, 1000, 2000])?;
    }

    /// after 1 it is over at once
    fn over_at_once() {
        let run = count_down(3, ms(0), ms(0))?;
        let end = run.output.1;
        if end != ms(2000) {
            return Err(Refusal::new(format!("1 came after 2 s, and the stream was over only after {}", time(end))));
        }
        let run = count_down(0, ms(0), ms(0))?;
        value("what a countdown from 0 gives", &run.output.0, &Vec::new())?;
        if !run.output.1.is_zero() {
            return Err(Refusal::new(format!("a countdown from 0 was over only after {}", time(run.output.1))));
        }
    }

    /// nothing happens before the first number is asked for
    fn asked_late() {
        let run = count_down(3, ms(5000), ms(0))?;
        let came = &run.output.0;
        if let [(_, first), (number, second), ..] = came.as_slice()
            && *first == ms(5000)
            && second.saturating_sub(*first) < ms(1000)
        {
            let later = match second == first {
                true => "at the same moment".to_owned(),
                false => format!("{} later", time(*second - *first)),
            };
            return Err(Refusal::new(format!(
                "the first number was asked for after 5 s, and {number} came {later}: the countdown had begun before \
                 anybody asked"
            )));
        }
        on_time(came, &[5000, 6000, 7000])?;
    }

    /// for a slow caller too, a second lies between two numbers
    fn asked_slowly() {
        let run = observe(async |_| {
            let mut numbers = pin!(answer::countdown_stream(5));
            let begin = Instant::now();
            let mut came = Vec::new();
            while let Some(number) = numbers.next().await {
                came.push((number, begin.elapsed()));
                if number == 4 {
                    sleep(ms(3500)).await;
                }
                if came.len() > 5 {
                    break;
                }
            }
            came
        })?;
        run.never_holds_the_thread()?;
        let came = &run.output;
        list("number", &came.iter().map(|(number, _)| *number).collect::<Vec<_>>(), &[5, 4, 3, 2, 1])?;
        for pair in came.windows(2) {
            let [(before, first), (number, second)] = pair else { continue };
            let between = second.saturating_sub(*first);
            if between < ms(1000) {
                let sentence = match between.is_zero() {
                    true => format!("a slow caller got {before} and {number} at the same moment: what it missed comes all at once"),
                    false => format!("a slow caller got {number} only {} after {before}", time(between)),
                };
                return Err(Refusal::new(sentence));
            }
        }
    }
}
