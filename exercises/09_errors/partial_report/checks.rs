//! The checks of `partial_report`.

use super::answer::{self, Report};
use checks::prelude::*;

type Output = Result<Report, Vec<Failure>>;

/// Asks rome, oslo and cairo; those that are named fail.
fn ask(latencies: [u64; 3], failing: &[&str]) -> Result<Run<Output>, Refusal> {
    observe(async |world| {
        let mut latencies = latencies.into_iter();
        let services = ["rome", "oslo", "cairo"].map(|name| {
            let latency = ms(latencies.next().unwrap_or_default());
            let service = world
                .service(name)
                .latency(latency)
                .answer(&format!("sun over {name}"));
            if failing.contains(&name) {
                service.fails_with("out of order")
            } else {
                service
            }
        });
        answer::partial_report(services.into()).await
    })
}

fn report(run: &Run<Output>) -> Result<&Report, Refusal> {
    run.output.as_ref().map_err(|failures| {
        let sentence = format!(
            "some services answered, and your answer is an error with {}",
            count(failures.len(), "failure")
        );
        Refusal::new(sentence)
    })
}

/// The names of those who answered, and of those who failed.
fn names(report: &Report) -> (Vec<&str>, Vec<&str>) {
    let answers = report.answers.iter().map(|(name, _)| name.as_str());
    let failures = report
        .failures
        .iter()
        .map(|failure| failure.service.as_str());
    (answers.collect(), failures.collect())
}

checks! {
    /// everybody is asked at once, and everybody is waited for
    fn at_once() {
        let run = ask([300, 100, 200], &["oslo"])?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━!                  │ 0–100 ms, failed
        cairo weather │━━━━━━━━━━━━━━━━━●         │ 0–200 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// the answers, in the order of the services
    fn answers() {
        for latencies in [[300, 100, 200], [100, 200, 300]] {
            let run = ask(latencies, &["oslo"])?;
            let answers = &report(&run)?.answers;
            let expected = ["rome", "cairo"].map(|name| (name.to_owned(), format!("sun over {name}")));
            list("answer", answers, &expected)?;
        }
    }

    /// the failures, in the order of the services
    fn failures() {
        let run = ask([300, 100, 200], &["rome", "oslo"])?;
        let (answered, failed) = names(report(&run)?);
        if failed.len() < 2 {
            let sentence = format!("two services failed, and the report tells of {}", count(failed.len(), "failure"));
            return Err(Refusal::new(sentence).showing("rome and oslo failed", format!("{failed:?}")));
        }
        list("failure", &failed, &["rome", "oslo"])?;
        list("answer", &answered, &["cairo"])?;
    }

    /// if nobody answers, that is an error, with every failure
    fn nobody() {
        let run = ask([300, 100, 200], &["rome", "oslo", "cairo"])?;
        match &run.output {
            Ok(_) => {
                return Err(Refusal::new("nobody answered, and your answer is a report all the same"));
            }
            Err(failures) => {
                let failed: Vec<&str> = failures.iter().map(|failure| failure.service.as_str()).collect();
                list("failure", &failed, &["rome", "oslo", "cairo"])?;
            }
        }
    }

    /// of no services, the report is empty
    fn no_services() {
        let run = observe(async |_| answer::partial_report(Vec::new()).await)?;
        let empty = Ok(Report { answers: Vec::new(), failures: Vec::new() });
        value("the report of no services", &run.output, &empty)?;
    }
}
