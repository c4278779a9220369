//! The checks of `must_commit`.

use super::answer;
use checks::prelude::*;
use tokio::time::timeout;
use world::Call;

/// A shop and a bank whose calls take 100 ms each; the named request fails.
fn services(world: &World, failing: &'static str) -> [Service; 2] {
    ["shop", "bank"].map(|name| {
        let service = world.service(name).latency(ms(100));
        service.answer_with(move |asked| match asked.request.as_str() {
            request if request == failing => Err(format!("cannot {request}")),
            "book" => Ok("a ticket".to_owned()),
            _ => Ok("done".to_owned()),
        })
    })
}

/// Buys a ticket, patiently.
fn buy(failing: &'static str) -> Result<Run<Result<String, Failure>>, Refusal> {
    observe(async |world| {
        let [shop, bank] = services(&world, failing);
        answer::must_commit(shop, bank).await
    })
}

/// Buys a ticket, and gives up after so many milliseconds. The journal is taken long after that.
fn give_up(after: u64) -> Result<Run<()>, Refusal> {
    observe(async |world| {
        let [shop, bank] = services(&world, "nothing");
        let _ = timeout(ms(after), answer::must_commit(shop, bank)).await;
        tokio::time::sleep(ms(1000)).await;
    })
}

fn call<'a>(journal: &'a Journal, request: &str) -> Option<&'a Call> {
    journal.calls().iter().find(|call| call.request == request)
}

fn shown(sentence: impl Into<String>, journal: &Journal) -> Refusal {
    Refusal {
        actual: Some(journal.to_string()),
        ..Refusal::new(sentence)
    }
}

checks! {
    /// three calls, each of which needs the one before
    fn in_turn() {
        let run = observe(async |world| {
            let [shop, bank] = services(&world, "nothing");
            let output = answer::must_commit(shop, bank).await;
            let took = Duration::from_micros(world.journal().taken());
            tokio::time::sleep(ms(1000)).await;
            (output, took)
        })?;
        let (output, took) = &run.output;
        let booked = call(&run.journal, "book").and_then(|call| call.ended);
        if let Some(booked) = booked && *took < Duration::from_micros(booked) {
            let sentence = format!(
                "your answer came after {}, and the ticket was booked after {}: nobody had waited for it",
                time(*took), time(Duration::from_micros(booked))
            );
            return Err(shown(sentence, &run.journal));
        }
        value("what comes back", output, &Ok("a ticket".to_owned()))?;
        expect!(run.journal, @"
        shop reserve │━━━━━━━━━━●                       │ 0–100 ms
        bank pay     │           ━━━━━━━━━━━●           │ 100–200 ms
        shop book    │                       ━━━━━━━━━━●│ 200–300 ms
        ");
    }

    /// dropped while it reserves, nothing goes on
    fn while_reserving() {
        observe(async |world| {
            let [shop, bank] = services(&world, "nothing");
            let _ = timeout(ms(50), answer::must_commit(shop, bank)).await;
            settle().await;
            nothing_goes_on(&world, "the future was dropped after 50 ms, while it reserved").await
        })?.output?;
    }

    /// dropped while it pays or books, both are carried out
    fn while_paying() {
        for (after, stage) in [(150, "while it paid"), (250, "when it was paid")] {
            let run = give_up(after)?;
            for request in ["pay", "book"] {
                let what = match call(&run.journal, request) {
                    Some(call) if call.how == How::Finished => continue,
                    Some(_) if request == "pay" => match call(&run.journal, "book") {
                        Some(_) => "the ticket was booked, and the paying was cancelled".to_owned(),
                        None => "the paying was cancelled".to_owned(),
                    },
                    _ => "the ticket was never booked".to_owned(),
                };
                let sentence = format!("the future was dropped after {after} ms, {stage}: {what}");
                return Err(shown(sentence, &run.journal));
            }
            expect!(run.journal, @"
            shop reserve │━━━━━━━━━━●                       │ 0–100 ms
            bank pay     │           ━━━━━━━━━━━●           │ 100–200 ms
            shop book    │                       ━━━━━━━━━━●│ 200–300 ms
            ");
        }
    }

    /// a failure comes back, and no further call is made
    fn failures() {
        for (failing, calls) in [("reserve", 1), ("pay", 2), ("book", 3)] {
            let run = buy(failing)?;
            if failing == "pay" && call(&run.journal, "book").is_some() {
                return Err(shown("the paying has failed, and the ticket was booked all the same", &run.journal));
            }
            value("the number of calls", &run.journal.calls().len(), &calls)?;
            let service = if failing == "pay" { "bank" } else { "shop" };
            let failure = Failure { service: service.to_owned(), reason: format!("cannot {failing}") };
            value("what comes back", &run.output, &Err(failure))?;
        }
    }
}
