//! The checks of `ordered_width`.

use super::answer;
use checks::prelude::*;
use futures::StreamExt;
use std::pin::pin;
use tokio::time::{Instant, sleep};
use world::Service;

/// What came of a file, and when.
type Came = Vec<(String, Duration)>;

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

/// Downloads files, with so much work on each of them.
fn download(width: usize, files: &[&str], work: Duration) -> Result<Run<Came>, Refusal> {
    let names: Vec<String> = files.iter().map(|&file| file.to_owned()).collect();
    let run = observe(async |world| {
        let mut results = pin!(answer::ordered_width(width, server(&world), names));
        let begin = Instant::now();
        let mut came = Vec::new();
        while let Some(result) = results.next().await {
            came.push((
                result.unwrap_or_else(|failure| failure.reason),
                begin.elapsed(),
            ));
            if came.len() > files.len() {
                break;
            }
            sleep(work).await;
        }
        came
    })?;
    Ok(run)
}

/// Refuses the answer if more files than that were begun and not handed out.
fn within(width: usize, run: &Run<Came>) -> Result<(), Refusal> {
    for call in run.journal.calls() {
        let at = Duration::from_micros(call.started);
        let begun = run
            .journal
            .calls()
            .iter()
            .filter(|other| other.started <= call.started)
            .count();
        let out = run.output.iter().filter(|(_, time)| *time <= at).count();
        if begun > out + width {
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new(format!(
                    "after {}, {} had been begun and not handed out, where {width} is the limit",
                    time(at),
                    count(begun - out, "file")
                ))
            });
        }
    }
    Ok(())
}

const SIX: [&str; 6] = ["a4", "b1", "c1", "d3", "e2", "f1"];

checks! {
    /// every file is there, in the order of the files
    fn in_order() {
        let run = download(3, &SIX, ms(0))?;
        let contents: Vec<&str> = run.output.iter().map(|(result, _)| result.as_str()).collect();
        list("file", &contents, &SIX.map(|file| format!("contents of {file}")))?;
    }

    /// never more than the width that were begun and are not handed out
    fn within_the_width() {
        for width in [2, 1, 4] {
            within(width, &download(width, &SIX, ms(0))?)?;
            within(width, &download(width, &SIX, ms(500))?)?;
        }
    }

    /// as many as may be are under way while somebody asks
    fn as_wide_as_it_may() {
        let run = download(2, &SIX, ms(0))?;
        within(2, &run)?;
        expect!(run.journal, @"
        server a4 │━━━━━━━━━━━━━━━━━━●                  │ 0–400 ms
        server b1 │━━━━●                                │ 0–100 ms
        server c1 │                   ━━━●              │ 400–500 ms
        server d3 │                   ━━━━━━━━━━━━●     │ 400–700 ms
        server e2 │                       ━━━━━━━━●     │ 500–700 ms
        server f1 │                                ━━━━●│ 700–800 ms
        ");
        download(1, &SIX, ms(0))?.returns_after(ms(1200))?;
        download(6, &SIX, ms(0))?.returns_after(ms(400))?;
        download(100, &SIX, ms(0))?.returns_after(ms(400))?;
    }

    /// each result comes as soon as it is there and all before it are out
    fn at_once() {
        let run = download(3, &["a1", "b4", "c2"], ms(0))?;
        let expected = [("a1", 100), ("b4", 400), ("c2", 400)];
        for (result, at) in &run.output {
            let Some((file, there)) = expected.iter().find(|(file, _)| result.ends_with(file)) else { continue };
            if *at != ms(*there) {
                return Err(Refusal::new(format!(
                    "`{file}` came out after {}, and should come out after {}", time(*at), time(ms(*there))
                )));
            }
        }
    }

    /// a failure is one of the results
    fn failures() {
        let run = download(2, &["a2", "x1", "c1"], ms(0))?;
        let results: Vec<&str> = run.output.iter().map(|(result, _)| result.as_str()).collect();
        list("result", &results, &["contents of a2", "there is no x1", "contents of c1"])?;
        value("what comes of no files", &download(2, &[], ms(0))?.output, &Vec::new())?;
    }

    /// nothing begins before somebody asks, and nothing goes on when the stream is dropped
    fn asked_and_dropped() {
        let run = observe(async |world| {
            let files = SIX.map(str::to_owned).to_vec();
            let mut results = Box::pin(answer::ordered_width(2, server(&world), files));
            sleep(ms(50)).await;
            let early = world.journal().calls().len();
            let asked = tokio::time::timeout(ms(150), results.next()).await;
            drop((asked, results));
            settle().await;
            (early, nothing_goes_on(&world, "the stream was dropped after 200 ms").await)
        })?;
        let (early, afterwards) = run.output;
        if early > 0 {
            return Err(Refusal::new(format!("{} had been begun before anybody asked", count(early, "file"))));
        }
        afterwards?;
    }
}
