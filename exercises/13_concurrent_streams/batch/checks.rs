//! The checks of `batch`.

use super::answer;
use checks::prelude::*;
use futures::{Stream, StreamExt, stream};
use std::pin::pin;
use tokio::time::{Instant, sleep_until};

/// A batch, its lines joined, and when it came.
type Came = Vec<(String, u64)>;

/// The lines, each after so many milliseconds; after the last one, the end, or silence for ever.
fn lines(
    lines: &'static [(u64, &'static str)],
    ends_at: Option<u64>,
) -> impl Stream<Item = String> {
    let begin = Instant::now();
    let all = stream::iter(lines).then(move |&(at, line)| async move {
        sleep_until(begin + ms(at)).await;
        line.to_owned()
    });
    let end = stream::once(async move {
        match ends_at {
            Some(at) => sleep_until(begin + ms(at)).await,
            None => std::future::pending().await,
        }
    });
    all.chain(end.filter_map(async |()| None))
}

/// The batches of at most three lines, which wait for 300 ms at most, until `until`.
fn batches(
    run: &'static [(u64, &'static str)],
    ends_at: Option<u64>,
    until: u64,
) -> Result<(Came, bool), Refusal> {
    let run = observe(async |_| {
        let begin = Instant::now();
        let mut batches = pin!(answer::batch(lines(run, ends_at), 3, ms(300)));
        let mut came = Vec::new();
        let asking = async {
            while let Some(batch) = batches.next().await {
                came.push((batch.join(" "), begin.elapsed().as_millis() as u64));
                if came.len() > 30 {
                    return false;
                }
            }
            true
        };
        let is_over = tokio::time::timeout(ms(until), asking)
            .await
            .unwrap_or(false);
        (came, is_over)
    })?;
    run.never_holds_the_thread()?;
    Ok(run.output)
}

/// Refuses the answer unless it gave these batches at these times.
fn should_be(came: &Came, expected: &[(&str, u64)]) -> Result<(), Refusal> {
    let in_words = |(batch, at): (&str, u64)| format!("{batch:?} after {}", time(ms(at)));
    let all = |batches: Vec<(&str, u64)>| {
        let words: Vec<String> = batches.into_iter().map(in_words).collect();
        if words.is_empty() {
            "nothing".to_owned()
        } else {
            words.join("\n")
        }
    };
    let got: Vec<(&str, u64)> = came
        .iter()
        .map(|(batch, at)| (batch.as_str(), *at))
        .collect();
    if got == expected {
        return Ok(());
    }
    let line_count = |batches: &[(&str, u64)]| {
        batches
            .iter()
            .map(|(batch, _)| batch.split_whitespace().count())
            .sum::<usize>()
    };
    let (lines, meant) = (line_count(&got), line_count(expected));
    let wrong = got
        .iter()
        .zip(expected)
        .find(|(got, expected)| got != expected);
    let sentence = if got.iter().any(|(batch, _)| batch.is_empty()) {
        "a batch is empty".to_owned()
    } else if lines < meant && wrong.is_none() {
        match lines {
            0 if meant == 1 => "the only line never came out".to_owned(),
            0 => format!("none of {} came out", count(meant, "line")),
            _ => format!("{lines} of {} came out", count(meant, "line")),
        }
    } else {
        match wrong {
            Some(((got, at), (batch, there))) if got == batch => format!(
                "the batch {batch:?} came after {}, and should come after {}",
                time(ms(*at)),
                time(ms(*there))
            ),
            Some(((got, _), (batch, _))) => format!("a batch is {got:?}, and should be {batch:?}"),
            None => format!(
                "{} came, where {} are right",
                count(got.len(), "batch").replace("batchs", "batches"),
                expected.len()
            ),
        }
    };
    Err(Refusal::new(sentence).showing(all(expected.to_vec()), all(got)))
}

checks! {
    /// three lines are a batch at once
    fn by_size() {
        let (came, _) = batches(&[(10, "a"), (20, "b"), (30, "c"), (40, "d"), (50, "e"), (60, "f")], Some(60), 5000)?;
        should_be(&came, &[("a b c", 30), ("d e f", 60)])?;
    }

    /// a batch that is not full goes out when its first line is 300 ms old
    fn by_age() {
        let (came, _) = batches(&[(100, "a"), (250, "b"), (900, "c")], None, 5000)?;
        should_be(&came, &[("a b", 400), ("c", 1200)])?;
        let (came, _) = batches(&[(100, "a"), (350, "b"), (500, "c"), (620, "d"), (650, "e")], None, 5000)?;
        should_be(&came, &[("a b", 400), ("c d e", 650)])?;
    }

    /// the age of a batch begins with its first line, and not with the batch before
    fn age_of_each() {
        let (came, _) = batches(&[(10, "a"), (20, "b"), (30, "c"), (250, "d"), (900, "e")], None, 5000)?;
        should_be(&came, &[("a b c", 30), ("d", 550), ("e", 1200)])?;
    }

    /// what is left at the end goes out at once
    fn the_rest() {
        let (came, is_over) = batches(&[(10, "a"), (20, "b"), (30, "c"), (40, "d")], Some(50), 5000)?;
        should_be(&came, &[("a b c", 30), ("d", 50)])?;
        value("whether the batches are over when the lines are", &is_over, &true)?;
    }

    /// silence makes no batch
    fn no_empty_batch() {
        let (came, _) = batches(&[(2000, "a")], None, 5000)?;
        should_be(&came, &[("a", 2300)])?;
        let (came, is_over) = batches(&[], Some(1000), 5000)?;
        should_be(&came, &[])?;
        value("whether the batches are over when the lines are", &is_over, &true)?;
    }
}
