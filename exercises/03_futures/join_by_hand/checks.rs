//! The checks of `join_by_hand`.

use super::answer;
use checks::prelude::*;
use std::future::{pending, ready};
use tokio::time::timeout;

type Both = (Result<String, Failure>, Result<String, Failure>);

/// Joins the calls to two services with these latencies.
fn join([rome, oslo]: [u64; 2]) -> Result<Run<Both>, Refusal> {
    let run = observe(async |world| {
        let rome = world.service("rome").latency(ms(rome)).answer("sunny");
        let oslo = world.service("oslo").latency(ms(oslo)).answer("snow");
        let join = answer::join_by_hand(rome.call("weather"), oslo.call("weather"));
        (polled(join, 100).await, world.journal())
    });
    let Run {
        output: (output, journal),
        took,
        recording,
        ..
    } = run.map_err(|refusal| {
        refusal.if_stalled("one of the parts had news, and the task that awaits both was not woken")
    })?;
    Ok(Run {
        output: output?.0,
        took,
        journal,
        recording,
    })
}

checks! {
    /// both run at once: the slower one alone decides how long it takes
    fn at_once() {
        let run = join([300, 200])?;
        expect!(run.journal, @"
        rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo weather │━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        ");
        run.returns_after(ms(300))?;
        let run = join([200, 300])?;
        expect!(run.journal, @"
        rome weather │━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        oslo weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// both outputs come back, the first one first, whichever is ready first
    fn the_outputs() {
        for latencies in [[300, 200], [200, 300], [0, 100], [100, 100]] {
            let run = join(latencies)?;
            let expected: Both = (Ok("sunny".to_owned()), Ok("snow".to_owned()));
            value("the pair of outputs", &run.output, &expected)?;
        }
    }

    /// what is ready at once, in either place
    fn ready_at_once() {
        let run = observe(async |_| answer::join_by_hand(ready(1), ready("two")).await)?;
        value("the pair of outputs", &run.output, &(1, "two"))?;
    }

    /// a join that is dropped drops both parts
    fn dropped() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(300));
            let both = answer::join_by_hand(rome.call("weather"), pending::<()>());
            if let Ok(Err(spins)) = timeout(ms(100), polled(both, 100)).await {
                return Err(spins);
            }
            nothing_goes_on(&world, "the join was dropped after 100 ms").await
        })?;
        run.output?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        join([300, 200])?.never_holds_the_thread()?;
    }
}
