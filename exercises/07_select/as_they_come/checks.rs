//! The checks of `as_they_come`.

use super::answer;
use checks::prelude::*;
use tokio::time::Instant;

/// What was shown, and after what time.
type Shown = Vec<(Duration, Result<String, Failure>)>;

/// Mirrors of these names, each with its latency; `down` fails.
fn ask(mirrors: &[(&'static str, u64)]) -> Result<Run<Shown>, Refusal> {
    observe(async |world| {
        let mirror = |&(name, latency): &(&'static str, u64)| {
            let mirror = world.service(name).latency(ms(latency)).answer(name);
            if name == "down" {
                mirror.fails_with("out of order")
            } else {
                mirror
            }
        };
        let mirrors: Vec<_> = mirrors.iter().map(mirror).collect();
        let begin = Instant::now();
        let mut shown = Vec::new();
        answer::as_they_come(mirrors, |answer| shown.push((begin.elapsed(), answer))).await;
        settle().await;
        shown
    })
}

/// Whose answer it is.
fn mirror(answer: &Result<String, Failure>) -> &str {
    answer
        .as_ref()
        .map_or_else(|failure| failure.service.as_str(), String::as_str)
}

const MIRRORS: [(&str, u64); 4] = [("middle", 300), ("far", 400), ("near", 100), ("down", 200)];

checks! {
    /// what every mirror has to say is shown, and shown once
    fn all_of_them() {
        let run = ask(&MIRRORS)?;
        for (name, _) in MIRRORS {
            let times = run.output.iter().filter(|(_, answer)| mirror(answer) == name).count();
            let what = if name == "down" { "the failure" } else { "the answer" };
            match times {
                0 => return Err(Refusal::new(format!("{what} of `{name}` was never shown"))),
                1 => {}
                _ => return Err(Refusal::new(format!("{what} of `{name}` was shown {}", count(times, "time")))),
            }
        }
    }

    /// the calls overlap: the slowest one alone decides how long it takes
    fn overlapping() {
        let run = ask(&[("far", 300), ("middle", 300), ("near", 300)])?;
        expect!(run.journal, @"
        far    page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        middle page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        near   page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// each is shown at the moment when it comes
    fn at_once() {
        let run = ask(&MIRRORS)?;
        for (name, latency) in MIRRORS {
            let Some((at, _)) = run.output.iter().find(|(_, answer)| mirror(answer) == name) else { continue };
            if *at != ms(latency) {
                return Err(Refusal::new(format!(
                    "the answer of `{name}` was there after {}, and was shown after {}", time(ms(latency)), time(*at)
                )));
            }
        }
    }

    /// the list may be empty, and it may be long
    fn any_length() {
        value("what is shown of nobody", &ask(&[])?.output, &Vec::new())?;
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        let mirrors: Vec<_> = names.into_iter().zip((1..).map(|n| n * 10)).collect();
        let run = ask(&mirrors)?;
        let shown: Vec<_> = run.output.iter().map(|(_, answer)| mirror(answer)).collect();
        list("answer", &shown, &names)?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        ask(&MIRRORS)?.never_holds_the_thread()?;
    }
}
