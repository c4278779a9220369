//! The checks of `producer_consumer`.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::answer;
use checks::prelude::*;

/// Two sources with five items each; how long a call to each side takes.
fn run(from_source: u64, to_store: u64, room: usize) -> Result<Run<usize>, Refusal> {
    let stored = Arc::new(AtomicUsize::new(0));
    let run = observe(async |world| {
        let source = |name: &'static str| {
            world
                .service(name)
                .latency(ms(from_source))
                .answer_with(move |asked| match asked.nth {
                    nth @ 1..=5 => Ok(format!("{name}{nth}")),
                    _ => Err("no more".to_owned()),
                })
        };
        let sources = vec![source("a"), source("b")];
        let counted = stored.clone();
        let store = world
            .service("store")
            .latency(ms(to_store))
            .answer_with(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
                Ok("stored".to_owned())
            });
        answer::producer_consumer(sources, store, room).await
    });
    run.map_err(|refusal| match stored.load(Ordering::Relaxed) {
        10 => refusal.if_stalled("all items are stored, and your answer does not end"),
        stored => refusal.if_stalled(&format!(
            "{stored} of ten items are stored, and nothing goes on"
        )),
    })
}

/// How many items lay between the two sides at most: fetched, and not yet on their way into the store.
fn between(journal: &Journal) -> usize {
    let fetched = journal
        .calls()
        .iter()
        .filter(|call| call.service != "store" && call.how == How::Finished);
    let fetched: Vec<u64> = fetched.filter_map(|call| call.ended).collect();
    let stored: Vec<u64> = journal
        .of("store")
        .calls()
        .iter()
        .map(|call| call.started)
        .collect();
    let at = |now: u64| {
        let count = |times: &[u64]| times.iter().filter(|time| **time <= now).count();
        count(&fetched).saturating_sub(count(&stored))
    };
    fetched.iter().map(|now| at(*now)).max().unwrap_or(0)
}

checks! {
    /// every item is stored, one at a time
    fn all_stored() {
        for (from_source, to_store) in [(100, 50), (50, 100)] {
            let run = run(from_source, to_store, 2)?;
            let store = run.journal.of("store");
            if store.peak_in_flight() > 1 {
                Err("items are stored one at a time, and two were on their way at once".to_owned())?;
            }
            let mut stored: Vec<&str> = store.calls().iter().filter(|call| call.how == How::Finished).map(|call| call.request.as_str()).collect();
            stored.sort_unstable();
            let expected = ["a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "b4", "b5"];
            if stored.len() < expected.len() {
                Err(format!("of ten items {} were stored: {stored:?}", stored.len()))?;
            }
            list("item", &stored, &expected)?;
            value("what is returned", &run.output, &10)?;
        }
    }

    /// the sources are asked at the same time, each for one item at a time
    fn sources_together() {
        let run = run(100, 0, 2)?;
        for source in ["a", "b"] {
            if run.journal.of(source).peak_in_flight() > 1 {
                Err(format!("`{source}` was asked for several items at once"))?;
            }
        }
        if run.took > ms(600) {
            Err(format!(
                "two sources with five items each, 100 ms an item: it took {}, where 600 ms suffice",
                time(run.took)
            ))?;
        }
    }

    /// while an item is stored, the sources are asked for more
    fn at_the_same_time() {
        let run = run(100, 50, 2)?;
        let first_stored = run.journal.of("store").calls().first().map(|call| call.started);
        let sources = ["a", "b"].map(|source| run.journal.of(source).end());
        if first_stored >= sources.into_iter().max() {
            Err(format!(
                "all items were fetched before the first one was stored: it took {}, where 650 ms suffice",
                time(run.took)
            ))?;
        }
        if run.took > ms(650) {
            Err(format!(
                "while an item is stored, the sources are asked for more: it took {}, where 650 ms suffice",
                time(run.took)
            ))?;
        }
    }

    /// at most `room` items lie between the two sides
    fn bounded() {
        for room in [1, 3] {
            let run = run(10, 1000, room)?;
            let (most, between) = (room + 2, between(&run.journal));
            if between > most {
                Err(format!(
                    "{between} items were fetched and not stored, with room for {room}: with one in the hand of each source, {most} \
                     are the most"
                ))?;
            }
        }
    }

    /// nothing goes on afterwards
    fn nothing_left() {
        run(100, 50, 2)?.leaves_nothing_running()?;
    }
}
