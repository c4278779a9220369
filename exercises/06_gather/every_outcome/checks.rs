//! The checks of `every_outcome`.

use super::answer;
use checks::prelude::*;

type Outcomes = (Vec<String>, Vec<Failure>);

/// What becomes of a call.
#[derive(Clone, Copy)]
enum End {
    Answers,
    Fails,
    Panics,
}
use End::{Answers, Fails, Panics};

/// What the client panics with.
const BUG: &str = "index out of bounds";

/// Asks cities of these names; each answers after so many milliseconds, or does what is said instead.
fn ask(cities: &[(&'static str, u64, End)]) -> Result<Run<Outcomes>, Refusal> {
    observe(async |world| {
        let city = |&(name, latency, end): &(&'static str, u64, End)| {
            let city = world.service(name).latency(ms(latency));
            match end {
                Answers => city.answer(&format!("fine in {name}")),
                Fails => city.fails_with("out of order"),
                Panics => city.answer_with(|_| panic!("{BUG}")),
            }
        };
        let outcomes = answer::every_outcome(cities.iter().map(city).collect()).await;
        settle().await;
        outcomes
    })
}

fn failure(service: &str, reason: &str) -> Failure {
    Failure {
        service: service.to_owned(),
        reason: reason.to_owned(),
    }
}

checks! {
    /// answers and failures come back, each in the order of asking
    fn both_lists() {
        let cities = [("rome", 400, Answers), ("oslo", 300, Fails), ("cairo", 200, Answers), ("lima", 100, Fails)];
        let run = ask(&cities)?;
        let (answers, failures) = &run.output;
        list("answer", answers, &["fine in rome", "fine in cairo"])?;
        list("failure", failures, &[failure("oslo", "out of order"), failure("lima", "out of order")])?;
    }

    /// the calls overlap: the slowest one alone decides how long it takes
    fn overlapping() {
        let run = ask(&[("rome", 300, Answers), ("oslo", 300, Fails), ("cairo", 300, Answers)])?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━!│ 0–300 ms, failed
        cairo weather │━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// nobody is given up because another one has failed
    fn a_failure_first() {
        let run = ask(&[("rome", 300, Answers), ("oslo", 100, Fails), ("cairo", 500, Answers)])?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━●           │ 0–300 ms
        oslo  weather │━━━━!                      │ 0–100 ms, failed
        cairo weather │━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–500 ms
        ");
    }

    /// a call that panics is a failure of its city, and the others go on
    fn a_panic() {
        let cities = [("rome", 300, Answers), ("oslo", 100, Panics), ("cairo", 200, Fails)];
        let run = ask(&cities).map_err(|refusal| {
            if refusal.sentence.contains(BUG) {
                let sentence = "the call to `oslo` panicked and took your answer with it: a panic ends the task in \
                    which it happens, and everything else that runs in that task";
                Refusal::new(sentence)
            } else {
                refusal
            }
        })?;
        let (answers, failures) = &run.output;
        list("answer", answers, &["fine in rome"])?;
        if failures.iter().all(|failure| failure.service != "oslo") {
            let sentence = "the call to `oslo` panicked, and your answer does not say so";
            return Err(Refusal::new(sentence).showing("a failure of `oslo`", format!("{failures:?}")));
        }
        list("failure", failures, &[failure("oslo", "panicked"), failure("cairo", "out of order")])?;
        run.returns_after(ms(300))?;
    }

    /// the list may be empty
    fn an_empty_list() {
        value("the outcomes of no call", &ask(&[])?.output, &(Vec::new(), Vec::new()))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        ask(&[("rome", 300, Answers), ("oslo", 300, Fails)])?.never_holds_the_thread()?;
    }
}
