//! The checks of `hedge`.

use super::answer;
use checks::prelude::*;

type Page = Result<String, Failure>;

/// Two mirrors with these latencies, of which those named in `failing` fail. Patience lasts for 100 ms.
fn mirrors(world: &World, latencies: [u64; 2], failing: &[&str]) -> [Service; 2] {
    let mut latencies = latencies.into_iter().map(ms);
    ["first", "second"].map(|name| {
        let latency = latencies.next().unwrap_or_default();
        let mirror = world.service(name).latency(latency);
        let mirror = mirror.answer(&format!("the page of {name}"));
        match failing.contains(&name) {
            true => mirror.fails_with(&format!("{name} is down")),
            false => mirror,
        }
    })
}

fn hedge(latencies: [u64; 2], failing: &[&str]) -> Result<Run<Page>, Refusal> {
    observe(async |world| {
        let [first, second] = mirrors(&world, latencies, failing);
        let page = answer::hedge(ms(100), first, second).await;
        settle().await;
        page
    })
}

fn page_of(name: &str) -> Page {
    Ok(format!("the page of {name}"))
}

/// Refuses a call that was made when it was not needed, or twice, or given up while it could still have won.
fn sparing(run: &Run<Page>, second_is_asked_at: Option<u64>) -> Result<(), Refusal> {
    for name in ["first", "second"] {
        let calls = run.journal.of(name).calls().len();
        if calls > 1 {
            let sentence = format!(
                "`{name}` was asked twice: the call that was under way was thrown away, with the time that it had waited"
            );
            return Err(shown(sentence, &run.journal));
        }
    }
    let second = run.journal.of("second");
    match (second.calls().first(), second_is_asked_at) {
        (Some(call), None) => {
            let sentence = format!(
                "`second` was asked after {}, and there was no need: the answer of `first` came within 100 ms",
                time(Duration::from_micros(call.started))
            );
            return Err(shown(sentence, &run.journal));
        }
        (Some(call), Some(due)) if call.started != due * 1000 => {
            let sentence = format!(
                "`second` was asked after {}, and should have been after {due} ms",
                time(Duration::from_micros(call.started))
            );
            return Err(shown(sentence, &run.journal));
        }
        (None, Some(due)) => {
            let sentence = format!("after {due} ms `second` was to be asked, and it never was");
            return Err(shown(sentence, &run.journal));
        }
        _ => {}
    }
    let end = run.journal.end();
    let given_up = (run.journal.calls().iter())
        .find(|call| call.how == How::Dropped && call.ended.is_some_and(|ended| ended < end));
    if let Some(call) = given_up {
        let after = time(Duration::from_micros(call.ended.unwrap_or(end)));
        let sentence = format!(
            "the call to `{}` was given up after {after}, when it could still have been the one that answers",
            call.service
        );
        return Err(shown(sentence, &run.journal));
    }
    Ok(())
}

fn shown(sentence: impl Into<String>, journal: &Journal) -> Refusal {
    Refusal {
        actual: Some(journal.to_string()),
        ..Refusal::new(sentence)
    }
}

checks! {
    /// an answer that comes in time needs no second call
    fn in_time() {
        let run = hedge([80, 100], &[])?;
        sparing(&run, None)?;
        value("what comes back", &run.output, &page_of("first"))?;
        expect!(run.journal, @"first page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–80 ms");
    }

    /// when the first is late, the second is asked as well, and whoever answers first wins
    fn late() {
        for (latencies, winner, took) in [([400, 100], "second", 200), ([250, 400], "first", 250)] {
            let run = hedge(latencies, &[])?;
            sparing(&run, Some(100))?;
            if run.took != ms(took) {
                let sentence = format!(
                    "`{winner}` had answered after {took} ms, and your answer came after {}",
                    time(run.took)
                );
                return Err(shown(sentence, &run.journal));
            }
            value("what comes back", &run.output, &page_of(winner))?;
        }
    }

    /// the loser is cancelled
    fn loser() {
        for (latencies, loser) in [([400, 100], "first"), ([250, 400], "second")] {
            observe(async |world| {
                let [first, second] = mirrors(&world, latencies, &[]);
                let _ = answer::hedge(ms(100), first, second).await;
                let went = format!("the page was there, nobody needed `{loser}` any more");
                nothing_goes_on(&world, &went).await
            })?.output?;
        }
    }

    /// a failure is no answer: the other one decides
    fn one_fails() {
        for (latencies, failing, winner, took) in [
            ([400, 100], "second", "first", 400),
            ([200, 400], "first", "second", 500),
        ] {
            let run = hedge(latencies, &[failing])?;
            sparing(&run, Some(100))?;
            if run.output.is_err() {
                let sentence = format!(
                    "`{failing}` has failed, and your answer returns that: a failure is no answer as long as `{winner}` may \
                     still give one"
                );
                return Err(shown(sentence, &run.journal));
            }
            value("what comes back", &run.output, &page_of(winner))?;
            run.returns_after(ms(took))?;
        }
    }

    /// when the first fails early, the second is asked at once
    fn fails_early() {
        let run = hedge([50, 100], &["first"])?;
        if let [_, second] = run.journal.calls() && second.started > 50_000 {
            let asked = time(Duration::from_micros(second.started));
            let sentence = format!("`first` failed after 50 ms, and `second` was asked only after {asked}");
            return Err(shown(sentence, &run.journal));
        }
        sparing(&run, Some(50))?;
        value("what comes back", &run.output, &page_of("second"))?;
        run.returns_after(ms(150))?;
    }

    /// if both fail, the failure of the second comes back
    fn both_fail() {
        for (latencies, took) in [([400, 100], 400), ([200, 400], 500), ([50, 100], 150)] {
            let run = hedge(latencies, &["first", "second"])?;
            let failure = Failure { service: "second".to_owned(), reason: "second is down".to_owned() };
            value("what comes back when both fail", &run.output, &Err(failure))?;
            run.returns_after(ms(took))?;
        }
    }
}
