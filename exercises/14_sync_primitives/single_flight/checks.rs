//! The checks of `single_flight`.

use super::answer::Cache;
use checks::prelude::*;
use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// Answers after 100 ms.
fn server(world: &World) -> Service {
    world
        .service("server")
        .latency(ms(100))
        .answer_with(|asked| Ok(format!("page {}", asked.request)))
}

checks! {
    /// one call for all who ask at once
    fn at_once() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world));
            join_all((0..3).map(|_| cache.get("a"))).await
        })?;
        expect!(run.journal, @"server a │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms");
        let pages: Vec<String> = run.output.into_iter().flatten().collect();
        list("answer", &pages, &["page a", "page a", "page a"])?;
    }

    /// what was answered is remembered
    fn remembered() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world));
            let first = cache.get("a").await;
            sleep(ms(100)).await;
            [first, cache.get("a").await]
        })?;
        expect!(run.journal, @"server a │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms");
        let pages: Vec<String> = run.output.into_iter().flatten().collect();
        list("answer", &pages, &["page a", "page a"])?;
    }

    /// different keys do not wait for one another
    fn keys_apart() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world));
            let _ = tokio::join!(cache.get("a"), cache.get("b"), cache.get("a"));
        })?;
        expect!(run.journal, @"
        server a │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms
        server b │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms
        ");
    }

    /// a failure is not remembered
    fn failures() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world).fail_first(1));
            let (first, _, _) = tokio::join!(cache.get("a"), cache.get("a"), cache.get("a"));
            sleep(ms(1000)).await;
            (first.is_err(), cache.get("a").await)
        });
        let run = run.map_err(|refusal| {
            refusal.if_stalled("the call failed, and those who waited for it wait for ever")
        })?;
        let (failed, then) = &run.output;
        value("whether whoever made the call gets its failure", failed, &true)?;
        if then.is_err() {
            Err("the failure is remembered: who asks a second later gets it as well, and the server could have answered".to_owned())?;
        }
        run.at_most_in_flight(1)?;
        let calls = run.journal.calls().len();
        if calls > 2 {
            Err(format!("the server was asked {}: once in vain, and once would have done after that", count(calls, "time")))?;
        }
    }

    /// who asks again as soon as a call has failed makes one call with the others who do
    fn again_at_once() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world).fail_first(1));
            let insists = async || match cache.get("a").await {
                Err(_) => cache.get("a").await,
                page => page,
            };
            let _ = tokio::join!(insists(), insists(), insists());
        });
        let run = run.map_err(|refusal| {
            refusal.if_stalled("the call failed, and those who ask again wait for ever")
        })?;
        if run.journal.peak_in_flight() > 1 {
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new(format!(
                    "{} for one key were under way at once, where one does for all who ask: whoever got a failure clears away \
                     no call that was begun since",
                    count(run.journal.peak_in_flight(), "call")
                ))
            });
        }
        let calls = run.journal.calls().len();
        if calls > 2 {
            Err(format!("the server was asked {}: once in vain, and once would have done after that", count(calls, "time")))?;
        }
    }

    /// who waits costs nothing
    fn waits_quietly() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world));
            let (_, second) = tokio::join!(cache.get("a"), polled(cache.get("a"), 10));
            second.map(|_| ())
        })?;
        if run.output.is_err() {
            return Err(Refusal::new("who waits for an answer is polled again and again: it asks, and is not told"));
        }
    }

    /// whoever made the call is dropped, and the others get their answer
    fn leader_dropped() {
        let run = observe(async |world| {
            let cache = Cache::new(server(&world));
            let leader = timeout(ms(50), cache.get("a"));
            let others = timeout(ms(10_000), join_all([cache.get("a"), cache.get("a")]));
            tokio::join!(leader, others).1
        })?;
        let Ok(answers) = &run.output else {
            return Err(Refusal::new("whoever made the call was dropped, and those who waited for it wait for ever"));
        };
        let pages: Vec<String> = answers.iter().flatten().cloned().collect();
        list("answer", &pages, &["page a", "page a"])?;
        run.at_most_in_flight(1)?;
    }
}
