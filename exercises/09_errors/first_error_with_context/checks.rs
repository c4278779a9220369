//! The checks of `first_error_with_context`.

use super::answer;
use checks::prelude::*;

type Output = anyhow::Result<Vec<String>>;

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
        answer::first_error_with_context(services.into()).await
    })
}

/// The error that came back.
fn error(run: &Run<Output>) -> Result<&anyhow::Error, Refusal> {
    run.output
        .as_ref()
        .err()
        .ok_or_else(|| Refusal::new("a service failed, and your answer does not say so"))
}

checks! {
    /// the answers come back in the order of the services, from calls that overlap
    fn answers() {
        let run = ask([300, 100, 200], &[])?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━●                       │ 0–100 ms
        cairo weather │━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        ");
        let answers = run.output.as_ref().map_err(|error| {
            Refusal::new(format!("no service failed, and your answer says `{error:#}`"))
        })?;
        list("answer", answers, &["sun over rome", "sun over oslo", "sun over cairo"])?;
    }

    /// the error says who was asked
    fn context() {
        for failing in ["oslo", "cairo"] {
            let run = ask([300, 100, 200], &[failing])?;
            let told = format!("{:#}", error(&run)?);
            if !told.contains(&format!("asking {failing}")) {
                let sentence = format!("`{failing}` failed, and the error does not say that it comes from asking {failing}");
                let expected = format!("asking {failing}: `{failing}` failed: out of order");
                return Err(Refusal::new(sentence).showing(expected, told));
            }
        }
    }

    /// the `Failure` is still there underneath
    fn source() {
        let run = ask([300, 100, 200], &["oslo"])?;
        let error = error(&run)?;
        if error.downcast_ref::<Failure>().is_none() {
            let sentence = "the error is text only: the `Failure` that it comes from is lost";
            return Err(Refusal::new(sentence).showing("a context, and a `Failure` underneath", format!("{error:#}")));
        }
    }

    /// of two errors the one that happens first
    fn the_first() {
        let run = ask([300, 200, 100], &["rome", "cairo"])?;
        let told = format!("{:#}", error(&run)?);
        if !told.contains("cairo") {
            let sentence = "`cairo` failed at 100 ms and `rome` at 300 ms, and your answer tells of `rome`: \
                            the first in the list, and not the first that happened";
            return Err(Refusal::new(sentence).showing("asking cairo: …", told));
        }
    }

    /// it comes at once, and the other calls are dropped
    fn at_once() {
        let run = ask([300, 100, 200], &["oslo"])?;
        run.returns_after(ms(100))?;
        let settled = observe(async |world| {
            let slow = world.service("rome").latency(ms(300));
            let failing = world.service("oslo").latency(ms(100)).fails_with("out of order");
            let _ = answer::first_error_with_context(vec![slow, failing]).await;
            tokio::time::sleep(ms(500)).await; // whoever was only aborted may go now
        })?;
        let rome = settled.journal.of("rome");
        if rome.calls().iter().any(|call| call.how == world::How::Finished) {
            let sentence = "the call to `rome` ran on to its end at 300 ms, for nobody: the error was there at 100 ms";
            return Err(Refusal::new(sentence).showing("rome weather │━━━✕│ 0–100 ms, dropped", rome.to_string()));
        }
    }
}
