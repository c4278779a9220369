//! The checks of `fan_out`.

use super::answer;
use checks::prelude::*;

type Answers = Vec<Result<String, Failure>>;

/// Asks three cities with these latencies, of which oslo fails where that is asked for.
fn ask(latencies: [u64; 3], oslo_fails: bool) -> Result<Run<Answers>, Refusal> {
    observe(async |world| {
        let [rome, oslo, cairo] = latencies;
        let rome = world.service("rome").latency(ms(rome)).answer("sunny");
        let oslo = world.service("oslo").latency(ms(oslo)).answer("snow");
        let oslo = if oslo_fails {
            oslo.fails_with("out of order")
        } else {
            oslo
        };
        let cairo = world.service("cairo").latency(ms(cairo)).answer("dry");
        answer::fan_out(vec![rome, oslo, cairo]).await
    })
}

fn good(answer: &str) -> Result<String, Failure> {
    Ok(answer.to_owned())
}

checks! {
    /// an answer for each city, in the order of the list
    fn in_order() {
        for latencies in [[300, 200, 100], [100, 300, 200]] {
            let run = ask(latencies, false)?;
            list("answer", &run.output, &[good("sunny"), good("snow"), good("dry")])?;
        }
    }

    /// the calls overlap: the slowest one alone decides how long it takes
    fn overlapping() {
        let run = ask([300, 300, 300], false)?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        cairo weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// a failure is an entry in its place
    fn with_a_failure() {
        let run = ask([300, 100, 200], true)?;
        let reason = "out of order".to_owned();
        let failure = Err(Failure { service: "oslo".to_owned(), reason });
        list("answer", &run.output, &[good("sunny"), failure, good("dry")])?;
    }

    /// the list may be long, and it may be empty
    fn any_length() {
        for length in [12, 0] {
            let run = observe(async |world| {
                let city = |number| {
                    let city = world.service(&format!("city_{number}")).latency(ms(100));
                    city.answer(&format!("answer {number}"))
                };
                answer::fan_out((0..length).map(city).collect()).await
            })?;
            let expected: Vec<_> = (0..length).map(|number| good(&format!("answer {number}"))).collect();
            list("answer", &run.output, &expected)?;
            let all_at_once = if length == 0 { ms(0) } else { ms(100) };
            if run.took != all_at_once {
                return Err(Refusal::new(format!(
                    "{length} calls of 100 ms took {}: not all of them began at once", time(run.took)
                )));
            }
        }
    }

    /// nobody holds the thread, and no call is left alone
    fn without_blocking() {
        let run = ask([300, 300, 300], false)?;
        run.never_holds_the_thread()?;
        run.leaves_nothing_running()?;
    }
}
