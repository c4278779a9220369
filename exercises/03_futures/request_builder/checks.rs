//! The checks of `request_builder`.

use super::answer::{self, Request};
use checks::prelude::*;
use tokio::time::sleep;

/// Builds a request to a service, and awaits it.
fn ask(
    service: impl FnOnce(Service) -> Service,
    build: impl FnOnce(Request) -> Request,
) -> Result<Run<Result<String, Failure>>, Refusal> {
    let run = observe(async |world| {
        let rome = service(world.service("rome").latency(ms(100)).answer("sunny"));
        build(answer::request_builder(rome, "weather")).await
    });
    run.map_err(|refusal| {
        refusal.if_stalled(
            "your request was polled again, and what it had waited for was gone: a future keeps \
            what is under way from one poll to the next",
        )
    })
}

/// Refuses the answer unless this is what comes back.
fn comes_back(
    run: &Run<Result<String, Failure>>,
    when: &str,
    expected: Result<&str, &str>,
) -> Result<(), Refusal> {
    let failure = |reason: &str| Failure {
        service: "rome".to_owned(),
        reason: reason.to_owned(),
    };
    let expected = expected.map(str::to_owned).map_err(failure);
    value(&format!("what comes back {when}"), &run.output, &expected)
}

checks! {
    /// without settings: one try, and its answer or its failure
    fn plain() {
        let run = ask(|rome| rome, |request| request)?;
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms");
        comes_back(&run, "from a service that answers", Ok("sunny"))?;
        let run = ask(|rome| rome.fails_with("closed"), |request| request)?;
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━!│ 0–100 ms, failed");
        comes_back(&run, "from a service that fails", Err("closed"))?;
    }

    /// nothing happens before it is awaited
    fn only_made() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(100));
            let request = answer::request_builder(rome, "weather").retries(1).timeout(ms(50));
            sleep(ms(200)).await;
            drop(request);
            world.journal().calls().len()
        })?;
        if run.output > 0 {
            return Err(Refusal::new("the request was only made, and the service was called: nobody had awaited it"));
        }
    }

    /// after failures, it tries again, and stops at the first answer
    fn retries() {
        let run = ask(|rome| rome.fail_first(1), |request| request.retries(2))?;
        if run.journal.calls().len() > 2 {
            let sentence = "`rome` was called again although it had answered";
            return Err(Refusal { actual: Some(run.journal.to_string()), ..Refusal::new(sentence) });
        }
        expect!(run.journal, @"
        rome weather │━━━━━━━━━━━━━!              │ 0–100 ms, failed
        rome weather │              ━━━━━━━━━━━━━●│ 100–200 ms
        ");
        comes_back(&run, "after one failure", Ok("sunny"))?;
    }

    /// after too many failures, the last one comes back
    fn gives_up() {
        let fails = |rome: Service| {
            let numbers = ["no luck", "not again", "enough"];
            rome.answer_with(move |asked| Err(numbers[(asked.nth - 1).min(2)].to_owned()))
        };
        let run = ask(fails, |request| request.retries(2))?;
        expect!(run.journal, @"
        rome weather │━━━━━━━━!                 │ 0–100 ms, failed
        rome weather │         ━━━━━━━!         │ 100–200 ms, failed
        rome weather │                 ━━━━━━━━!│ 200–300 ms, failed
        ");
        comes_back(&run, "after failures only", Err("enough"))?;
    }

    /// a limit is a limit for each try, and dropping is how a try ends
    fn timeout() {
        let slow_at_first = |rome: Service| rome.latencies([ms(300), ms(100)]);
        let run = ask(slow_at_first, |request| request.timeout(ms(200)))?;
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–200 ms, dropped");
        comes_back(&run, "from a try that takes too long", Err("timed out"))?;

        let slow_twice = |rome: Service| rome.latencies([ms(300), ms(300), ms(100)]);
        let run = ask(slow_twice, |request| request.timeout(ms(200)).retries(2))?;
        expect!(run.journal, @"
        rome weather │━━━━━━━━━✕               │ 0–200 ms, dropped
        rome weather │          ━━━━━━━━━✕     │ 200–400 ms, dropped
        rome weather │                    ━━━━●│ 400–500 ms
        ");
        comes_back(&run, "at the third try", Ok("sunny"))?;
    }

    /// the settings may come in any order
    fn any_order() {
        let slow_at_first = |rome: Service| rome.latencies([ms(300), ms(100)]);
        let run = ask(slow_at_first, |request| request.retries(1).timeout(ms(200)))?;
        comes_back(&run, "when `retries` comes before `timeout`", Ok("sunny"))?;
        let run = ask(slow_at_first, |request| request.timeout(ms(200)).retries(1))?;
        comes_back(&run, "when `timeout` comes before `retries`", Ok("sunny"))?;
    }

    /// it can be given to a task
    fn spawned() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(100)).answer("sunny");
            let request = answer::request_builder(rome, "weather").retries(1);
            tokio::spawn(request.into_future()).await.expect("a request does not panic")
        })?;
        comes_back(&run, "from a task", Ok("sunny"))?;
    }
}
