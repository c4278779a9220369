//! The checks of `overlap`.

use super::answer;
use checks::prelude::*;

/// Asks three services with these latencies.
fn ask(latencies: [u64; 3]) -> Result<Run<Result<Vec<String>, Failure>>, Refusal> {
    observe(async |world| {
        let [rome, oslo, cairo] = latencies;
        let rome = world
            .service("rome")
            .latency(ms(rome))
            .answer("sunny, 24 degrees");
        let oslo = world
            .service("oslo")
            .latency(ms(oslo))
            .answer("snow, -3 degrees");
        let cairo = world
            .service("cairo")
            .latency(ms(cairo))
            .answer("dry, 31 degrees");
        answer::overlap(rome, oslo, cairo).await
    })
}

/// The three answers.
fn answers(run: &Run<Result<Vec<String>, Failure>>) -> Result<&[String], Refusal> {
    run.output.as_deref().map_err(|failure| {
        Refusal::new(format!("no service failed, and your answer says {failure}"))
    })
}

checks! {
    /// three answers come back, in the order rome, oslo, cairo
    fn in_order() {
        for latencies in [[300, 200, 100], [100, 300, 200]] {
            let run = ask(latencies)?;
            let expected = ["sunny, 24 degrees", "snow, -3 degrees", "dry, 31 degrees"];
            list("answer", answers(&run)?, &expected)?;
        }
    }

    /// the three calls overlap: the slowest one alone decides how long it takes
    fn overlapping() {
        let run = ask([300, 300, 300])?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        cairo weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        ask([300, 300, 300])?.never_holds_the_thread()?;
    }

    /// the failure of a service is returned
    fn failing() {
        for failing in ["rome", "oslo", "cairo"] {
            let run = observe(async |world| {
                let [rome, oslo, cairo] = ["rome", "oslo", "cairo"].map(|name| {
                    let service = world.service(name).latency(ms(100)).answer("sunny");
                    if name == failing { service.fails_with("out of order") } else { service }
                });
                answer::overlap(rome, oslo, cairo).await
            })?;
            match &run.output {
                Ok(answers) => {
                    let sentence = format!("`{failing}` failed, and your answer does not say so");
                    let expected = format!("the failure of `{failing}`");
                    return Err(Refusal::new(sentence).showing(expected, format!("{answers:?}")));
                }
                Err(failure) => value("the failure", failure.service.as_str(), failing)?,
            }
        }
    }
}
