//! The checks of `panic_report`.

use super::answer;
use answer::Job;
use checks::prelude::*;

type Reports = Vec<Result<String, String>>;

/// Calls a service, and returns its answer.
fn job(service: Service) -> Job {
    Box::pin(async move {
        let answer = service.call("work").await;
        answer.expect("the services of these checks do not fail")
    })
}

/// Calls a service, and panics with what `panic` says.
fn broken(service: Service, panic: fn()) -> Job {
    Box::pin(async move {
        let answer = service.call("work").await;
        panic();
        answer.expect("the services of these checks do not fail")
    })
}

/// Three jobs, of which the one in the middle may panic: it is done before the others are.
fn report(panic: Option<fn()>) -> Result<Run<Reports>, Refusal> {
    let run = observe(async |world| {
        let rome = world.service("rome").latency(ms(300)).answer("sunny");
        let oslo = world.service("oslo").latency(ms(100)).answer("snow");
        let cairo = world.service("cairo").latency(ms(200)).answer("dry");
        let oslo = match panic {
            Some(panic) => broken(oslo, panic),
            None => job(oslo),
        };
        answer::panic_report(vec![job(rome), oslo, job(cairo)]).await
    });
    run.map_err(|refusal| {
        // The first panic that was seen is the job's, and says nothing of the answer's own.
        if panic.is_some() && refusal.sentence.starts_with("your answer panicked: ") {
            Refusal::new(
                "a job panicked, and your answer panicked with it: nobody hears of the other jobs",
            )
        } else {
            refusal
        }
    })
}

/// The report when the second job panics and says this.
fn expected(said: &str) -> [Result<String, String>; 3] {
    [
        Ok("sunny".to_owned()),
        Err(said.to_owned()),
        Ok("dry".to_owned()),
    ]
}

checks! {
    /// where nobody panics, everybody's output comes back, after the time of the slowest
    fn nobody_panics() {
        let run = report(None)?;
        expect!(run.journal, @"
        rome  work │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  work │━━━━━━━━━━━━●                         │ 0–100 ms
        cairo work │━━━━━━━━━━━━━━━━━━━━━━━━●             │ 0–200 ms
        ");
        let outputs = ["sunny", "snow", "dry"].map(|output| Ok(output.to_owned()));
        list("result", &run.output, &outputs)?;
    }

    /// one job panics: the others are reported, and so is what the panic said
    fn one_panics() {
        let run = report(Some(|| panic!("the disk is full")))?;
        expect!(run.journal, @"
        rome  work │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  work │━━━━━━━━━━━━●                         │ 0–100 ms
        cairo work │━━━━━━━━━━━━━━━━━━━━━━━━●             │ 0–200 ms
        ");
        if run.output.iter().flat_map(|result| result.as_ref().err()).any(|said| said.contains("panicked with message")) {
            let sentence = "this is what `JoinError` says, and not what the panic said";
            return Err(Refusal::new(sentence).showing(format!("{:?}", expected("the disk is full")), format!("{:?}", run.output)));
        }
        list("result", &run.output, &expected("the disk is full"))?;
    }

    /// a panic with a formatted text is reported with that text
    fn formatted() {
        let run = report(Some(|| panic!("{} bytes left", std::hint::black_box(0))))?;
        if run.output == expected("no message") {
            let sentence = "a panic with a formatted text says a `String`, and your answer does not look for one";
            return Err(Refusal::new(sentence).showing("0 bytes left", "no message"));
        }
        list("result", &run.output, &expected("0 bytes left"))?;
    }

    /// a panic that says no text is reported all the same
    fn no_text() {
        let run = report(Some(|| std::panic::panic_any(507)));
        let run = run.map_err(|_| {
            Refusal::new("a panic that says no text, but a number, makes your answer panic: a payload can be of any type")
        })?;
        list("result", &run.output, &expected("no message"))?;
    }

    /// there may be no jobs at all
    fn no_jobs() {
        let run = observe(async |_| answer::panic_report(Vec::new()).await)?;
        value("the report on no jobs", &run.output, &Reports::new())?;
    }

    /// nobody holds the thread, and nothing is left running
    fn cleanly() {
        let run = report(None)?;
        run.never_holds_the_thread()?;
        run.leaves_nothing_running()?;
    }
}
