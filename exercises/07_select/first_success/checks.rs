//! The checks of `first_success`.

use super::answer;
use checks::prelude::*;

type Outcome = Result<String, Vec<Failure>>;

/// Asks mirrors of these names: after how many milliseconds each has its say, and whether it fails then.
fn ask(mirrors: &[(&'static str, u64, bool)]) -> Result<Run<Outcome>, Refusal> {
    observe(async |world| {
        let mirror = |&(name, latency, fails): &(&'static str, u64, bool)| {
            let mirror = world
                .service(name)
                .latency(ms(latency))
                .answer(&format!("the page from {name}"));
            if fails {
                mirror.fails_with("out of order")
            } else {
                mirror
            }
        };
        let outcome = answer::first_success(mirrors.iter().map(mirror).collect()).await;
        settle().await;
        outcome
    })
}

/// Refuses the answer unless the page of this mirror came back.
fn page_from(run: &Run<Outcome>, name: &str) -> Result<(), Refusal> {
    let expected = format!("the page from {name}");
    match &run.output {
        Ok(page) => value("the page", page, &expected),
        Err(failures) => {
            let sentence = format!("your answer gave up, although `{name}` has the page");
            Err(Refusal::new(sentence).showing(expected, format!("{failures:?}")))
        }
    }
}

checks! {
    /// the page that comes first is returned
    fn the_first_page() {
        for (latencies, first) in [([300, 200, 100], "cairo"), ([100, 200, 300], "rome")] {
            let [rome, oslo, cairo] = latencies;
            let run = ask(&[("rome", rome, false), ("oslo", oslo, false), ("cairo", cairo, false)])?;
            if first == "cairo" {
                expect!(run.journal, @"
                rome  page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
                oslo  page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
                cairo page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms
                ");
            }
            page_from(&run, first)?;
            run.returns_after(ms(100))?;
        }
    }

    /// a failure that comes first does not end it
    fn a_failure_first() {
        let run = ask(&[("rome", 300, false), ("oslo", 100, true), ("cairo", 200, true)])?;
        page_from(&run, "rome")?;
        run.returns_after(ms(300))?;
    }

    /// all are asked at once, and the others are cancelled when there is a page
    fn the_losers() {
        let run = ask(&[("rome", 400, false), ("oslo", 100, true), ("cairo", 200, false)])?;
        expect!(run.journal, @"
        rome  page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–200 ms, dropped
        oslo  page │━━━━━━━━━━━━━━!              │ 0–100 ms, failed
        cairo page │━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–200 ms
        ");
        run.returns_after(ms(200))?;
    }

    /// when all fail, their failures come back in the order in which they came
    fn all_fail() {
        let run = ask(&[("rome", 300, true), ("oslo", 100, true), ("cairo", 200, true)])?;
        let Err(failures) = &run.output else {
            return Err(Refusal::new("all mirrors failed, and your answer has a page"));
        };
        let services: Vec<_> = failures.iter().map(|failure| failure.service.as_str()).collect();
        let came = ["oslo", "cairo", "rome"];
        if services.len() == 3 && services != came && came.iter().all(|name| services.contains(name)) {
            let sentence = "the failures are the right ones, but not in the order in which they came";
            return Err(Refusal::new(sentence).showing(format!("{came:?}"), format!("{services:?}")));
        }
        list("failure", &services, &came)?;
        run.returns_after(ms(300))?;
    }

    /// the list may be empty
    fn nobody_to_ask() {
        value("the outcome without any mirror", &ask(&[])?.output, &Err(Vec::new()))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        ask(&[("rome", 300, false), ("oslo", 100, true)])?.never_holds_the_thread()?;
    }
}
