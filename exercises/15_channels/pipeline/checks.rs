//! The checks of `pipeline`.

use super::answer;
use checks::prelude::*;

/// How long a call to each stage takes.
fn run(pages: &[&str], latencies: [u64; 3], room: usize) -> Result<Run<Vec<String>>, Refusal> {
    let pages: Vec<String> = pages.iter().map(|&page| page.to_owned()).collect();
    let run = observe(async |world| {
        // `a` becomes `a'`, `a''` and `a'''`. `x` cannot be fetched, and `y` cannot be parsed.
        let stage = |name: &str, latency, fails: &'static str| {
            world
                .service(name)
                .latency(ms(latency))
                .answer_with(move |asked| match asked.request == fails {
                    true => Err("that cannot be done".to_owned()),
                    false => Ok(format!("{}'", asked.request)),
                })
        };
        let [fetch, parse, store] = latencies;
        let fetch = stage("fetch", fetch, "x");
        let parse = stage("parse", parse, "y'");
        let store = stage("store", store, "");
        answer::pipeline(pages, fetch, parse, store, room).await
    });
    run.map_err(|refusal| refusal.if_deadlocked("the stages wait for somebody who waits for them"))
}

fn one_at_a_time(journal: &Journal) -> Result<(), Refusal> {
    for stage in ["fetch", "parse", "store"] {
        let peak = journal.of(stage).peak_in_flight();
        if peak > 1 {
            Err(format!(
                "each stage works on one page at a time, and `{stage}` worked on {} at once",
                count(peak, "page")
            ))?;
        }
    }
    Ok(())
}

/// How many pages were on their way at most: their fetching had begun, and their storing was not over.
fn on_their_way(journal: &Journal) -> usize {
    let begun: Vec<u64> = journal
        .of("fetch")
        .calls()
        .iter()
        .map(|call| call.started)
        .collect();
    let over: Vec<u64> = journal
        .of("store")
        .calls()
        .iter()
        .filter_map(|call| call.ended)
        .collect();
    let at = |now: u64| {
        let begun = begun.iter().filter(|time| **time <= now).count();
        begun.saturating_sub(over.iter().filter(|time| **time <= now).count())
    };
    begun.iter().map(|now| at(*now)).max().unwrap_or(0)
}

checks! {
    /// each stage works on one page at a time, and all of them at the same time
    fn overlapping() {
        let run = run(&["a", "b", "c", "d"], [100, 200, 100], 2)?;
        one_at_a_time(&run.journal)?;
        let fetched = run.journal.of("fetch").end();
        let parsing = run.journal.of("parse");
        if parsing.calls().first().is_some_and(|first| first.started >= fetched) {
            let took = time(run.took);
            Err(format!(
                "all pages were fetched before the first one was parsed: a stage waits until the one before it is through with every \
                 page; it took {took}, where 1 s suffices"
            ))?;
        }
        expect!(run.journal, @"
        fetch a   │━━━●                                │ 0–100 ms
        fetch b   │    ━━●                             │ 100–200 ms
        parse a'  │    ━━━━━━●                         │ 100–300 ms
        fetch c   │       ━━━●                         │ 200–300 ms
        fetch d   │           ━━●                      │ 300–400 ms
        parse b'  │           ━━━━━━●                  │ 300–500 ms
        store a'' │           ━━●                      │ 300–400 ms
        parse c'  │                  ━━━━━━●           │ 500–700 ms
        store b'' │                  ━━━●              │ 500–600 ms
        parse d'  │                         ━━━━━━●    │ 700–900 ms
        store c'' │                         ━━━●       │ 700–800 ms
        store d'' │                                ━━━●│ 900–1000 ms
        ");
        list("receipt", &run.output, &["a'''", "b'''", "c'''", "d'''"])?;
    }

    /// a page that fails goes no further; the others do
    fn failures() {
        let run = run(&["a", "x", "b", "y", "c"], [100, 100, 100], 1)?;
        if run.output != ["a'''", "b'''", "c'''"] {
            Err(format!(
                "a page that fails goes no further; the others do: there should be receipts for a, b and c, and there are {:?}",
                run.output
            ))?;
        }
    }

    /// a slow stage stops the one before it
    fn bounded() {
        let pages = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
        for room in [1, 2] {
            let run = run(&pages, [10, 10, 1000], room)?;
            let (most, under_way) = (2 * room + 3, on_their_way(&run.journal));
            if under_way > most {
                Err(format!(
                    "{under_way} pages were fetched and not stored: with one in the hand of each stage and room for {room} between two of \
                     them, {most} are the most"
                ))?;
            }
        }
    }

    /// nothing goes on afterwards
    fn nothing_left() {
        run(&["a", "b"], [100, 100, 100], 1)?.leaves_nothing_running()?;
        let run = run(&[], [100, 100, 100], 1)?;
        value("the receipts for no pages", &run.output.len(), &0)?;
    }
}
