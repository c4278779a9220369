//! The checks of `limiter`.

use std::sync::Arc;

use super::answer::Limiter;
use checks::prelude::*;
use futures::future::join_all;
use tokio::time::timeout;

/// Calls that take so many hundred milliseconds each: the digit of `a4` says how many.
fn server(world: &World) -> Service {
    world.service("server").latency_with(|asked| {
        let digits = asked.request.trim_start_matches(char::is_alphabetic);
        ms(100 * digits.parse().unwrap_or(1))
    })
}

fn calls(limit: usize, names: &[&str]) -> Result<Run<()>, Refusal> {
    let run = observe(async |world| {
        let (limiter, server) = (Limiter::new(limit), server(&world));
        join_all(names.iter().map(|name| limiter.run(server.call(name)))).await;
    });
    let run = run.map_err(|refusal| {
        refusal.if_stalled("somebody waits for room that is never given back")
    })?;
    let has_semaphore = run
        .recording
        .resources
        .iter()
        .any(|it| it.type_name == "Semaphore");
    let peak = run.journal.peak_in_flight();
    if peak > limit && has_semaphore {
        return Err(Refusal::new(format!(
            "{peak} calls were under way at once, where {limit} is the limit: there is a semaphore, but it does not \
             hold them back; it needs as many permits as the limit says, and each future one of them from its beginning to its end"
        )));
    }
    run.at_most_in_flight(limit)?;
    let begun = run.journal.calls().iter().map(|call| call.request.as_str());
    if let Some((begun, asked)) = begun.zip(names).find(|(begun, asked)| begun != *asked) {
        return Err(Refusal::new(format!(
            "`{begun}` began before `{asked}`, which had asked earlier: who waits longest is the next one"
        )));
    }
    Ok(run)
}

const SIX: [&str; 6] = ["a4", "b1", "c1", "d3", "e2", "f1"];

checks! {
    /// never more than the limit, and the next one in the order of asking begins at once
    fn limited() {
        let run = calls(2, &SIX)?;
        expect!(run.journal, @"
        server a4 │━━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–400 ms
        server b1 │━━━━━●                               │ 0–100 ms
        server c1 │      ━━━━━●                         │ 100–200 ms
        server d3 │            ━━━━━━━━━━━━━━━━━━●      │ 200–500 ms
        server e2 │                         ━━━━━━━━━━━●│ 400–600 ms
        server f1 │                               ━━━━━●│ 500–600 ms
        ");
        calls(1, &SIX)?.returns_after(ms(1200))?;
        calls(100, &SIX)?.returns_after(ms(400))?;
    }

    /// what the future gives comes back
    fn output() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(100)).answer("sunny");
            Limiter::new(1).run(rome.call("weather")).await
        })?;
        value("what `run` gives", &run.output, &Ok::<_, Failure>("sunny".to_owned()))?;
    }

    /// a future that is dropped, or panics, leaves its room to the others
    fn leaves_its_room() {
        let run = observe(async |world| {
            let (limiter, server) = (Arc::new(Limiter::new(1)), server(&world));
            let _ = timeout(ms(50), limiter.run(server.call("a1"))).await;
            let after_a_drop = timeout(ms(10_000), limiter.run(async {})).await.is_ok();
            let limiter = Arc::new(Limiter::new(1));
            let panics = limiter.clone();
            let _ = tokio::spawn(async move { panics.run(async { panic!("meant to") }).await }).await;
            (after_a_drop, timeout(ms(10_000), limiter.run(async {})).await.is_ok())
        })?;
        match run.output {
            (true, true) => {}
            (false, _) => return Err(Refusal::new("a future that was dropped kept its room: nobody got in any more")),
            (true, false) => return Err(Refusal::new("a future that panicked kept its room: nobody got in any more")),
        }
    }

    /// who gives up waiting leaves the queue
    fn leaves_the_queue() {
        let run = observe(async |world| {
            let (limiter, server) = (Limiter::new(1), server(&world));
            let impatient = async {
                let _ = timeout(ms(100), limiter.run(server.call("b1"))).await;
            };
            let gives_up_too_late = async {
                // Its patience ends at the moment when there is room.
                let _ = timeout(ms(200), limiter.run(server.call("c9"))).await;
            };
            let _ = tokio::join!(limiter.run(server.call("a2")), impatient, gives_up_too_late);
            timeout(ms(10_000), limiter.run(server.call("d1"))).await.is_ok()
        })?;
        if !run.output {
            return Err(Refusal::new("somebody gave up waiting, and took the room along: nobody got in any more"));
        }
    }

    /// who waits costs nothing
    fn waits_quietly() {
        let run = observe(async |world| {
            let (limiter, server) = (Limiter::new(1), server(&world));
            let (_, second) = tokio::join!(
                limiter.run(server.call("a9")),
                polled(limiter.run(server.call("b1")), 10),
            );
            second.map(|_| ())
        })?;
        if run.output.is_err() {
            return Err(Refusal::new("who waits for room is polled again and again: it asks, and is not told"));
        }
    }

    /// who comes back at once stands behind those who wait
    fn nobody_is_passed() {
        let run = observe(async |world| {
            let (limiter, server) = (Limiter::new(1), server(&world));
            let comes_back = async {
                let _ = limiter.run(server.call("first1")).await;
                let _ = limiter.run(server.call("again1")).await;
            };
            let _ = tokio::join!(comes_back, limiter.run(server.call("patient1")));
        })?;
        let begun: Vec<_> = run.journal.calls().iter().map(|call| call.request.as_str()).collect();
        if begun.get(1) == Some(&"again1") {
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new("`patient1` waited for the end of `first1`, and `again1`, which came only then, got in before it")
            });
        }
        list("call", &begun, &["first1", "patient1", "again1"])?;
    }
}
