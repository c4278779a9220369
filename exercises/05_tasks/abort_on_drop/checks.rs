//! The checks of `abort_on_drop`.

use super::answer;
use checks::prelude::*;
use std::pin::pin;
use tokio::time::{sleep, timeout};
use world::How;

fn rome(world: &World) -> Service {
    world.service("rome").latency(ms(300)).answer("sunny")
}

/// Refuses the answer if the one call went on after its future was dropped at 100 ms; `when` says when that was.
fn ended_at_100_ms(journal: &Journal, when: &str) -> Result<(), Refusal> {
    if journal.calls().is_empty() {
        return Err(Refusal::new(
            "the future was dropped after 100 ms, and the work had not begun",
        ));
    }
    let [call] = journal.calls() else {
        return Err(Refusal::new(format!(
            "there were {}, where one is needed",
            count(journal.calls().len(), "call")
        )));
    };
    match (call.how, call.ended) {
        (How::Dropped, Some(100_000)) => Ok(()),
        (How::Dropped, Some(0)) => Err(Refusal::new(
            "the task was cancelled as soon as it had begun, and the future was dropped only after 100 ms",
        )),
        _ => {
            let sentence = format!(
                "the future was dropped {when}, and the work ran on for another 200 ms: its task was detached, and not \
                 aborted"
            );
            let expected = "rome weather │━━━━━━━━━━━✕                       │ 0–100 ms, dropped";
            Err(Refusal::new(sentence).showing(expected, journal.to_string()))
        }
    }
}

checks! {
    /// awaited, it gives what the work returns
    fn the_output() {
        let run = observe(async |world| answer::abort_on_drop(rome(&world).call("weather")).await)?;
        match run.output {
            Ok(answer) => value("what comes back", &answer, &Ok::<_, Failure>("sunny".to_owned()))?,
            Err(error) if error.is_cancelled() => {
                return Err(Refusal::new("the task was cancelled while somebody awaited it: something aborts it too early"));
            }
            Err(error) => return Err(Refusal::new(format!("the work returned, and what comes back is an error: {error}"))),
        }
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms");
    }

    /// the work begins at once, whether or not somebody awaits it
    fn at_once() {
        let run = observe(async |world| {
            let work = answer::abort_on_drop(rome(&world).call("weather"));
            sleep(ms(500)).await;
            work.await.is_ok()
        })?;
        if run.journal.calls().iter().any(|call| call.started == 500_000) {
            let sentence = "the work began only when somebody awaited the future: 500 ms too late";
            let expected = "rome weather │━━━━━━━━━━━━━━━━━━━━━●             │ 0–300 ms";
            return Err(Refusal::new(sentence).showing(expected, run.journal.to_string()));
        }
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms");
        value("whether the work is told to have ended well", &run.output, &true)?;
        run.returns_after(ms(500))?;
    }

    /// dropped while it is awaited, it aborts the task
    fn dropped_while_awaited() {
        let run = observe(async |world| {
            let work = answer::abort_on_drop(rome(&world).call("weather"));
            let in_time = timeout(ms(100), work).await.is_ok();
            sleep(ms(400)).await;
            in_time
        })?;
        ended_at_100_ms(&run.journal, "after 100 ms")?;
    }

    /// dropped before anybody has polled it, it aborts the task as well
    fn dropped_unpolled() {
        let run = observe(async |world| {
            let work = answer::abort_on_drop(rome(&world).call("weather"));
            sleep(ms(100)).await;
            drop(work);
            sleep(ms(400)).await;
        })?;
        ended_at_100_ms(&run.journal, "before anybody had polled it")?;
    }

    /// dropped when the work is done, it does no harm
    fn dropped_late() {
        let run = observe(async |world| {
            let work = answer::abort_on_drop(rome(&world).call("weather"));
            sleep(ms(400)).await;
            drop(work);
            sleep(ms(100)).await;
        })?;
        if run.journal.calls().is_empty() {
            return Err(Refusal::new("the future was dropped after 400 ms, and the work had not begun"));
        }
        expect!(run.journal, @"rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms");
    }

    /// a panic of the work comes back as a `JoinError`
    fn a_panic() {
        let run = observe(async |world| {
            let rome = rome(&world);
            let work = answer::abort_on_drop(async move {
                let _ = rome.call("weather").await;
                panic!("the disk is full")
            });
            work.await.map(|()| unreachable!("it panics"))
        });
        let run = run.map_err(|refusal| {
            if refusal.sentence.contains("the disk is full") {
                Refusal::new("the work panicked, and your future panicked with it: a `JoinError` should come back")
            } else {
                refusal
            }
        })?;
        match run.output {
            Err(error) if error.is_panic() => {}
            Err(_) => return Err(Refusal::new("the work panicked, and what comes back says that it was cancelled")),
            Ok(()) => return Err(Refusal::new("the work panicked, and what comes back says that it returned")),
        }
    }

    /// several of them do not disturb each other
    fn several() {
        let run = observe(async |world| {
            let rome = answer::abort_on_drop(rome(&world).call("weather"));
            let oslo = answer::abort_on_drop(world.service("oslo").latency(ms(200)).call("weather"));
            let mut rome = pin!(rome);
            let too_slow = timeout(ms(50), rome.as_mut()).await.is_err();
            drop(oslo);
            too_slow && rome.await.is_ok()
        })?;
        expect!(run.journal, @"
        rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo weather │━━━━✕                       │ 0–50 ms, dropped
        ");
        value("whether the one that is awaited ends well, later than after 50 ms", &run.output, &true)?;
    }

    /// nobody holds the thread, and nothing is left running
    fn cleanly() {
        let run = observe(async |world| {
            let answer = answer::abort_on_drop(rome(&world).call("weather")).await;
            tokio::task::yield_now().await;
            answer.is_ok()
        })?;
        run.never_holds_the_thread()?;
        run.leaves_nothing_running()?;
    }
}
