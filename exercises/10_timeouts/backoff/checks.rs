//! The checks of `backoff`.

use super::answer;
use checks::prelude::*;
use std::cell::RefCell;

/// What came of it, and which pauses `jitter` was asked about.
struct Tried {
    end: Result<String, Failure>,
    asked: Vec<Duration>,
}

/// What [`tried_from`] does, with pauses that begin at 100 ms.
fn tried(
    tries: u32,
    failures: usize,
    reason: &'static str,
    spread: fn(Duration) -> Duration,
) -> Result<Run<Tried>, Refusal> {
    tried_from(ms(100), tries, failures, reason, spread)
}

/// A server that takes 10 ms for each call. Its first `failures` calls fail for this reason. The pauses begin with `first`, and
/// none is longer than a second; `jitter` makes each of them what `spread` says.
fn tried_from(
    first: Duration,
    tries: u32,
    failures: usize,
    reason: &'static str,
    spread: fn(Duration) -> Duration,
) -> Result<Run<Tried>, Refusal> {
    observe(async |world| {
        let server = world.service("server").latency(ms(10)).answer("a page");
        let server = server.fail_first(failures).fails_with(reason);
        let asked = RefCell::new(Vec::new());
        let jitter = |pause| {
            asked.borrow_mut().push(pause);
            spread(pause)
        };
        let end = answer::backoff(server, tries, first, ms(1000), jitter).await;
        let asked = asked.take();
        Tried { end, asked }
    })
}

fn whole(pause: Duration) -> Duration {
    pause
}

fn half(pause: Duration) -> Duration {
    pause / 2
}

/// The times between the end of each call and the beginning of the next.
fn pauses(journal: &Journal) -> Vec<Duration> {
    let calls = journal.calls();
    let pairs = calls.iter().zip(calls.iter().skip(1));
    pairs
        .map(|(before, after)| {
            let ended = before.ended.unwrap_or(before.started);
            Duration::from_micros(after.started.saturating_sub(ended))
        })
        .collect()
}

/// Refuses the answer unless it made these pauses, in milliseconds.
fn paused(run: &Run<Tried>, expected: &[u64]) -> Result<(), Refusal> {
    let made = pauses(&run.journal);
    for (number, (&made, &expected)) in made.iter().zip(expected).enumerate() {
        if made != ms(expected) {
            let why = if made + ms(10) == ms(expected) {
                ": it begins when the call has failed, and not with the call"
            } else {
                ""
            };
            let sentence = format!(
                "pause number {} took {}, and should have taken {expected} ms{why}",
                number + 1,
                time(made)
            );
            return Err(shown(sentence, run));
        }
    }
    value("the number of pauses", &made.len(), &expected.len())
}

fn shown(sentence: impl Into<String>, run: &Run<Tried>) -> Refusal {
    Refusal {
        actual: Some(run.journal.to_string()),
        ..Refusal::new(sentence)
    }
}

fn page() -> Result<String, Failure> {
    Ok("a page".to_owned())
}

fn failure(reason: &str) -> Result<String, Failure> {
    Err(Failure {
        service: "server".to_owned(),
        reason: reason.to_owned(),
    })
}

checks! {
    /// an answer needs no second try
    fn at_once() {
        let run = tried(3, 0, "unavailable", whole)?;
        value("what comes back", &run.output.end, &page())?;
        expect!(run.journal, @"server page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–10 ms");
    }

    /// what may pass is tried again, and the pauses double
    fn doubling() {
        let run = tried(9, 4, "unavailable", whole)?;
        run.never_holds_the_thread()?;
        paused(&run, &[100, 200, 400, 800])?;
        value("what comes back", &run.output.end, &page())?;
    }

    /// what cannot succeed is not tried again
    fn hopeless() {
        let run = tried(5, usize::MAX, "no such page", whole)?;
        let calls = run.journal.calls().len();
        if calls > 1 {
            let sentence = format!(
                "\"no such page\" will be the same the next time, and the server was asked {}",
                count(calls, "time")
            );
            return Err(shown(sentence, &run));
        }
        value("what comes back", &run.output.end, &failure("no such page"))?;
        run.returns_after(ms(10))?;
    }

    /// so many tries and not more; the last failure comes back without another pause
    fn gives_up() {
        for tries in [3, 1] {
            let run = tried(tries, usize::MAX, "unavailable", whole)?;
            let asked = run.journal.calls().len();
            if asked > tries as usize {
                let are = if tries == 1 { "is" } else { "are" };
                let sentence = format!(
                    "the server was asked {}, where {} {are} allowed",
                    count(asked, "time"),
                    count(tries as usize, if tries == 1 { "try" } else { "trie" })
                );
                return Err(shown(sentence, &run));
            }
            value("the number of tries", &asked, &(tries as usize))?;
            value("what comes back", &run.output.end, &failure("unavailable"))?;
            let last = run.journal.calls().last().and_then(|call| call.ended).unwrap_or(0);
            let after = run.took - Duration::from_micros(last);
            if !after.is_zero() {
                let sentence = format!(
                    "behind the last try there was another pause, of {}, and nobody tries again after it",
                    time(after)
                );
                return Err(shown(sentence, &run));
            }
        }
    }

    /// no pause is longer than the longest one
    fn bounded() {
        let run = tried(8, usize::MAX, "unavailable", whole)?;
        if let Some(&long) = pauses(&run.journal).iter().find(|&&pause| pause > ms(1000)) {
            let sentence = format!("no pause is to be longer than 1 s, and one took {}", time(long));
            return Err(shown(sentence, &run));
        }
        paused(&run, &[100, 200, 400, 800, 1000, 1000, 1000])?;
        let run = tried_from(ms(3000), 3, usize::MAX, "unavailable", whole)?;
        if let Some(&long) = pauses(&run.journal).first().filter(|&&pause| pause > ms(1000)) {
            let sentence = format!(
                "no pause is to be longer than 1 s, not even where `first` is: it was 3 s, and the first pause took {}",
                time(long)
            );
            return Err(shown(sentence, &run));
        }
        paused(&run, &[1000, 1000])?;
        // Doubled so often, a number of whatever kind is too small.
        let run = tried(70, usize::MAX, "unavailable", whole)?;
        value("the number of tries", &run.journal.calls().len(), &70)?;
    }

    /// chance decides how much of a pause is taken
    fn by_chance() {
        let run = tried(6, 5, "unavailable", half)?;
        if run.output.asked.is_empty() {
            return Err(Refusal::new(
                "`jitter` was not asked: clients that failed together come back together",
            ));
        }
        if pauses(&run.journal) == [50, 50, 50, 50, 50].map(ms) {
            let sentence = "what `jitter` makes of a pause is to be slept, and not to be doubled: a `jitter` that halves each \
                pause keeps yours from growing at all";
            return Err(shown(sentence, &run));
        }
        if let Some(&long) = run.output.asked.iter().find(|&&pause| pause > ms(1000)) {
            let sentence = format!(
                "`jitter` was asked about a pause of {}, and none is longer than 1 s: bound it first, and leave the rest to chance",
                time(long)
            );
            return Err(shown(sentence, &run));
        }
        paused(&run, &[50, 100, 200, 400, 500])?;
        list("pause that `jitter` was asked about", &run.output.asked, &[100, 200, 400, 800, 1000].map(ms))?;
    }
}
