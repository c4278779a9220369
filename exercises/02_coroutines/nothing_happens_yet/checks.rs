//! The checks of `nothing_happens_yet`.

use super::answer;
use checks::prelude::*;
use std::cell::Cell;
use tokio::time::sleep;

fn kitchen(world: &World) -> Service {
    let cook = |asked: &world::Asked| Ok(format!("one {}", asked.request));
    world.service("kitchen").latency(ms(300)).answer_with(cook)
}

checks! {
    /// making the order does nothing: nobody chooses, and nobody calls the kitchen
    fn made() {
        let run = observe(async |world| {
            let chosen = Cell::new(false);
            let choose = || {
                chosen.set(true);
                "soup".to_owned()
            };
            let order = answer::nothing_happens_yet(kitchen(&world), choose);
            let at_the_call = chosen.get();
            // A task of its own would begin now.
            sleep(ms(200)).await;
            let calls = world.journal().calls().len();
            drop(order);
            (at_the_call, calls)
        })?;
        let (chosen, calls) = run.output;
        if calls > 0 {
            return Err(Refusal::new(
                "the kitchen was called, and nobody has awaited the order: it was only made",
            ));
        }
        if chosen {
            return Err(Refusal::new(
                "the dish was chosen when the order was made, before anybody awaited it",
            ));
        }
    }

    /// awaited 200 ms later, it calls the kitchen then, once
    fn awaited() {
        let run = observe(async |world| {
            let order = answer::nothing_happens_yet(kitchen(&world), || "soup".to_owned());
            sleep(ms(200)).await;
            order.await
        })?;
        expect!(run.journal, @"kitchen soup │              ━━━━━━━━━━━━━━━━━━━●│ 200–500 ms");
        run.returns_after(ms(500))?;
    }

    /// what was chosen is ordered, and the answer comes back
    fn the_answer() {
        for dish in ["soup", "rice"] {
            let run = observe(async |world| {
                answer::nothing_happens_yet(kitchen(&world), || dish.to_owned()).await
            })?;
            value("what comes back", &run.output, &Ok::<_, Failure>(format!("one {dish}")))?;
        }
    }

    /// the failure of the kitchen comes back, and the kitchen is not asked again
    fn failing() {
        let run = observe(async |world| {
            let kitchen = kitchen(&world).fails_with("closed");
            answer::nothing_happens_yet(kitchen, || "soup".to_owned()).await
        })?;
        if run.journal.calls().len() > 1 {
            return Err(Refusal::new("the kitchen has failed, and it was asked once more"));
        }
        expect!(run.journal, @"kitchen soup │━━━━━━━━━━━━━━━━━━━━━━━━━━━!│ 0–300 ms, failed");
        let failure = Failure { service: "kitchen".to_owned(), reason: "closed".to_owned() };
        value("what comes back when the kitchen fails", &run.output, &Err(failure))?;
    }
}
