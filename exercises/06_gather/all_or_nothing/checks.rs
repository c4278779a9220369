//! The checks of `all_or_nothing`.

use super::answer;
use checks::prelude::*;

type Trip = Result<Vec<String>, Failure>;

/// A part of the trip: its name, after how many milliseconds it answers, and whether it fails then.
type Part = (&'static str, u64, bool);

fn book(parts: &[Part]) -> Result<Run<Trip>, Refusal> {
    observe(async |world| {
        let part = |&(name, latency, fails): &Part| {
            let part = world
                .service(name)
                .latency(ms(latency))
                .answer(&format!("{name} booked"));
            if fails {
                part.fails_with("fully booked")
            } else {
                part
            }
        };
        let booked = answer::all_or_nothing(parts.iter().map(part).collect()).await;
        settle().await;
        booked
    })
}

/// The service whose failure came back.
fn failure(run: &Run<Trip>) -> Result<&str, Refusal> {
    match &run.output {
        Err(failure) => Ok(&failure.service),
        Ok(answers) => {
            let sentence = "one part failed, and your answer does not say so";
            Err(Refusal::new(sentence).showing("a failure", format!("{answers:?}")))
        }
    }
}

checks! {
    /// when all goes well, the answers come back in the order of the list
    fn in_order() {
        let run = book(&[("train", 200, false), ("hotel", 300, false), ("museum", 100, false)])?;
        let Ok(answers) = &run.output else {
            return Err(Refusal::new("no part failed, and your answer says that one did"));
        };
        list("answer", answers, &["train booked", "hotel booked", "museum booked"])?;
    }

    /// the calls overlap: the slowest one alone decides how long it takes
    fn overlapping() {
        let run = book(&[("train", 300, false), ("hotel", 300, false), ("museum", 300, false)])?;
        expect!(run.journal, @"
        train  booking │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        hotel  booking │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        museum booking │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// the first failure ends it, and what is under way is cancelled
    fn giving_up() {
        let run = book(&[("train", 300, false), ("hotel", 100, true), ("museum", 500, false)])?;
        expect!(run.journal, @"
        train  booking │━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
        hotel  booking │━━━━━━━━━━━━━━━━━━━━━━━━!│ 0–100 ms, failed
        museum booking │━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
        ");
        run.returns_after(ms(100))?;
        value("the part that failed", failure(&run)?, "hotel")?;
    }

    /// of two failures, the one that came first is returned, wherever it stands
    fn the_first_failure() {
        let run = book(&[("train", 300, true), ("hotel", 400, false), ("museum", 200, true)])?;
        if failure(&run)? != "museum" {
            let sentence = "the failure of `museum` came first, after 200 ms, and another one came back";
            return Err(Refusal::new(sentence).showing("museum", failure(&run)?));
        }
        run.returns_after(ms(200))?;
    }

    /// a failure that comes last is a failure as well
    fn failing_late() {
        let run = book(&[("train", 100, false), ("hotel", 200, false), ("museum", 300, true)])?;
        value("the part that failed", failure(&run)?, "museum")?;
        run.returns_after(ms(300))?;
    }

    /// the list may be long, and it may be empty
    fn any_length() {
        let run = book(&[])?;
        value("the trip without any part", &run.output, &Ok(Vec::new()))?;
        let names: Vec<&'static str> = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].to_vec();
        let parts: Vec<Part> = names.iter().map(|name| (*name, 100, false)).collect();
        let run = book(&parts)?;
        value("the number of parts that were booked", &run.output.as_ref().map_or(0, Vec::len), &10)?;
        run.returns_after(ms(100))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        book(&[("train", 300, false), ("hotel", 300, false)])?.never_holds_the_thread()?;
    }
}
