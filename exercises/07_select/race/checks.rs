//! The checks of `race`.

use super::answer;
use checks::prelude::*;

/// Races two mirrors with these latencies, the first of which may fail.
fn race(latencies: [u64; 2], near_fails: bool) -> Result<Run<Result<String, Failure>>, Refusal> {
    observe(async |world| {
        let [near, far] = latencies;
        let near = world
            .service("near")
            .latency(ms(near))
            .answer("the page from near");
        let near = if near_fails {
            near.fails_with("out of order")
        } else {
            near
        };
        let far = world
            .service("far")
            .latency(ms(far))
            .answer("the page from far");
        let first = answer::race(near, far).await;
        settle().await;
        first
    })
}

checks! {
    /// both are asked at once, and the loser is cancelled when the race is over
    fn the_loser() {
        let run = race([100, 300], false)?;
        expect!(run.journal, @"
        near page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms
        far  page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
        ");
        run.returns_after(ms(100))?;
    }

    /// the page of the faster mirror comes back, whichever that is
    fn the_first() {
        for (latencies, first) in [([100, 300], "near"), ([300, 100], "far")] {
            let run = race(latencies, false)?;
            value("what comes back", &run.output, &Ok::<_, Failure>(format!("the page from {first}")))?;
        }
    }

    /// the same where the second one wins
    fn the_other_way_round() {
        let run = race([300, 200], false)?;
        expect!(run.journal, @"
        near page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–200 ms, dropped
        far  page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–200 ms
        ");
        run.returns_after(ms(200))?;
    }

    /// a failure that comes first has won as well
    fn a_failure_first() {
        let run = race([100, 300], true)?;
        if let Ok(page) = &run.output {
            let sentence = "`near` came first, with a failure, and your answer waited for another one";
            return Err(Refusal::new(sentence).showing("the failure of `near`", page.as_str()));
        }
        run.returns_after(ms(100))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        race([100, 300], false)?.never_holds_the_thread()?;
    }
}
