//! The checks of `unordered_width`.

use super::answer;
use checks::prelude::*;
use futures::{Stream, StreamExt, stream};
use std::cell::Cell;
use std::pin::pin;
use tokio::time::{Instant, sleep};
use world::Service;

/// Whose result it is, what it says, when it came, and how many names had been taken by then.
type Came = Vec<(String, String, Duration, usize)>;

/// Files take so many hundred milliseconds each: the digit of `a4` says how many. `x` fails.
fn server(world: &World) -> Service {
    world
        .service("server")
        .latency_with(|asked| {
            let digits = asked.request.trim_start_matches(char::is_alphabetic);
            ms(100 * digits.parse().unwrap_or(1))
        })
        .answer_with(|asked| match asked.request.starts_with('x') {
            true => Err(format!("there is no {}", asked.request)),
            false => Ok(format!("contents of {}", asked.request)),
        })
}

/// The names, each `apart` after the one before, counted as they are taken.
fn names<'a>(
    files: &'a [&'a str],
    apart: Duration,
    taken: &'a Cell<usize>,
) -> impl Stream<Item = String> + 'a {
    stream::iter(files).then(move |&file| async move {
        if !apart.is_zero() {
            sleep(apart).await;
        }
        taken.set(taken.get() + 1);
        file.to_owned()
    })
}

fn download(
    width: usize,
    files: &[&str],
    apart: Duration,
    work: Duration,
) -> Result<Run<Came>, Refusal> {
    observe(async |world| {
        let taken = Cell::new(0);
        let mut results = pin!(answer::unordered_width(
            width,
            server(&world),
            names(files, apart, &taken)
        ));
        let begin = Instant::now();
        let mut came = Vec::new();
        while let Some((file, result)) = results.next().await {
            let said = result.unwrap_or_else(|failure| failure.reason);
            came.push((file, said, begin.elapsed(), taken.get()));
            if came.len() > files.len() {
                break;
            }
            sleep(work).await;
        }
        came
    })
}

const SIX: [&str; 6] = ["a4", "b1", "c1", "d3", "e2", "f1"];
const AT_ONCE: Duration = Duration::ZERO;

checks! {
    /// every file is there, with its own result
    fn whose_it_is() {
        let run = download(2, &["a4", "b1", "x2", "d3"], AT_ONCE, AT_ONCE)?;
        let mut files: Vec<&str> = run.output.iter().map(|(file, ..)| file.as_str()).collect();
        files.sort_unstable();
        list("file", &files, &["a4", "b1", "d3", "x2"])?;
        for (file, said, ..) in &run.output {
            if !said.ends_with(file.as_str()) {
                return Err(Refusal::new(format!("`{file}` came together with {said:?}, the result of another file")));
            }
        }
        value("what comes of no files", &download(2, &[], AT_ONCE, AT_ONCE)?.output, &Vec::new())?;
    }

    /// never more than the width at once
    fn within_the_width() {
        for width in [2, 1, 4] {
            download(width, &SIX, AT_ONCE, AT_ONCE)?.at_most_in_flight(width)?;
        }
    }

    /// the next one begins as soon as there is a place
    fn never_idle() {
        let run = download(2, &SIX, AT_ONCE, AT_ONCE)?;
        run.at_most_in_flight(2)?;
        expect!(run.journal, @"
        server a4 │━━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–400 ms
        server b1 │━━━━━●                               │ 0–100 ms
        server c1 │      ━━━━━●                         │ 100–200 ms
        server d3 │            ━━━━━━━━━━━━━━━━━━●      │ 200–500 ms
        server e2 │                         ━━━━━━━━━━━●│ 400–600 ms
        server f1 │                               ━━━━━●│ 500–600 ms
        ");
        download(1, &SIX, AT_ONCE, AT_ONCE)?.returns_after(ms(1200))?;
        download(100, &SIX, AT_ONCE, AT_ONCE)?.returns_after(ms(400))?;
    }

    /// each result comes as soon as its download is done
    fn at_once() {
        let run = download(3, &["a4", "b1", "c2"], AT_ONCE, AT_ONCE)?;
        for (file, _, at, _) in &run.output {
            let there = ms(100 * file[1..].parse().unwrap_or(0));
            if *at != there {
                return Err(Refusal::new(format!(
                    "`{file}` was there after {}, and came out after {}", time(there), time(*at)
                )));
            }
        }
    }

    /// a download begins while later names are still to come
    fn names_that_come_slowly() {
        let run = download(2, &["a4", "b1", "c1"], ms(50), AT_ONCE)?;
        expect!(run.journal, @"
        server a4 │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 50–450 ms
        server b1 │        ━━━━━━━●                     │ 100–200 ms
        server c1 │                     ━━━━━━━●        │ 250–350 ms
        ");
    }

    /// no name is taken before there is a place for its download
    fn names_as_needed() {
        for work in [AT_ONCE, ms(300)] {
            let run = download(2, &SIX, AT_ONCE, work)?;
            for ((file, .., taken), out) in run.output.iter().zip(1..) {
                let held = taken.saturating_sub(out - 1);
                if held > 2 {
                    return Err(Refusal::new(format!(
                        "when `{file}` came out, {} had been taken and not handed out, where 2 is the limit",
                        count(held, "name")
                    )));
                }
            }
        }
    }

    /// nothing goes on when the stream is dropped
    fn dropped() {
        let run = observe(async |world| {
            let taken = Cell::new(0);
            let names = names(&SIX, AT_ONCE, &taken);
            {
                let mut results = pin!(answer::unordered_width(2, server(&world), names));
                let _ = tokio::time::timeout(ms(150), async { while results.next().await.is_some() {} }).await;
            }
            settle().await;
            nothing_goes_on(&world, "the stream was dropped after 150 ms").await
        })?;
        run.output?;
    }
}
