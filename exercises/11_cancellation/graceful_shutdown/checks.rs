//! The checks of `graceful_shutdown`.

use super::answer;
use super::answer::Served;
use checks::Kind;
use checks::prelude::*;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// What came of it.
struct Closed {
    served: Served,
    /// The calls when the server returned.
    then: Journal,
    left: Vec<String>,
}

const STOP: u64 = 150;
const PATIENCE: u64 = 200;

/// A server whose requests take the milliseconds behind their names, and come at 0 ms. `late` ones come when the server is told to
/// stop, after 150 ms; its patience lasts for 200 ms more.
fn serve(
    requests: &'static [(&'static str, u64)],
    late: &'static [&'static str],
) -> Result<Run<Closed>, Refusal> {
    let run = observe(async |world| {
        let backend = world.service("backend").latency_with(move |asked| {
            let known = requests.iter().find(|(name, _)| *name == asked.request);
            ms(known.map_or(100, |(_, millis)| *millis))
        });
        let (outbox, mut inbox) = mpsc::channel(16);
        for (request, _) in requests {
            let sent = outbox.try_send((*request).to_owned());
            sent.expect("there is room for sixteen");
        }
        let stop = CancellationToken::new();
        let stopper = tokio::spawn({
            let (stop, outbox) = (stop.clone(), outbox.clone());
            async move {
                sleep(ms(STOP)).await;
                stop.cancel();
                for request in late {
                    let _ = outbox.try_send((*request).to_owned());
                }
            }
        });
        let served = answer::graceful_shutdown(&mut inbox, stop, ms(PATIENCE), backend).await;
        let then = world.journal();
        let _ = stopper.await;
        sleep(ms(2000)).await; // shows what becomes of those that are left
        let mut left = Vec::new();
        while let Ok(request) = inbox.try_recv() {
            left.push(request);
        }
        Closed { served, then, left }
    });
    run.map_err(|refusal| match refusal.kind {
        Kind::Stalled => {
            refusal.if_stalled("your server was told to stop after 150 ms, and does not end")
        }
        Kind::Wrong => refusal,
    })
}

fn shown(sentence: impl Into<String>, run: &Run<Closed>) -> Refusal {
    Refusal {
        actual: Some(run.output.then.to_string()),
        ..Refusal::new(sentence)
    }
}

fn returned(run: &Run<Closed>) -> Duration {
    Duration::from_micros(run.output.then.taken())
}

/// Refuses a server that has cut off what it should have answered, or the other way round.
fn each(run: &Run<Closed>, requests: &[(&str, u64)]) -> Result<(), Refusal> {
    for &(name, millis) in requests {
        let Some(call) = run.journal.calls().iter().find(|call| call.request == name) else {
            return Err(shown(
                format!("`{name}` was in the inbox from the beginning, and was never served"),
                run,
            ));
        };
        if call.started != 0 {
            let sentence = format!(
                "`{name}` was in the inbox from the beginning, and was begun after {}: requests are served one after the other",
                time(Duration::from_micros(call.started))
            );
            return Err(shown(sentence, run));
        }
        let then = run
            .output
            .then
            .calls()
            .iter()
            .find(|call| call.request == name);
        if then.is_some_and(|call| call.how == How::UnderWay) {
            let what = match call.how {
                How::Finished => "went on to its end: nobody had stopped it",
                _ => "was still under way: to abort is to ask, and nobody waited until it was gone",
            };
            let sentence = format!(
                "your server returned after {}, and `{name}` {what}",
                time(returned(run))
            );
            return Err(shown(sentence, run));
        }
        let ended = call.ended.map(Duration::from_micros);
        let in_time = millis <= STOP + PATIENCE;
        match call.how {
            How::Dropped if in_time => {
                let sentence = format!(
                    "`{name}` was cut off after {}, and its answer would have come after {millis} ms, within the patience",
                    time(ended.unwrap_or_default())
                );
                return Err(shown(sentence, run));
            }
            How::Finished if !in_time => {
                let sentence = format!(
                    "the patience was over after {} ms, and your server went on until {}, for `{name}`",
                    STOP + PATIENCE,
                    time(ended.unwrap_or_default())
                );
                return Err(shown(sentence, run));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a server that does not close at this time, in milliseconds.
fn closes_after(run: &Run<Closed>, due: u64) -> Result<(), Refusal> {
    let took = returned(run);
    if took == ms(due) {
        return Ok(());
    }
    let sentence = if took > ms(due) && due < STOP + PATIENCE {
        let what = if due == STOP {
            "it was told to stop"
        } else {
            "the last answer was there"
        };
        format!(
            "{what} after {due} ms, and your server returned only after {}",
            time(took)
        )
    } else if took > ms(due) {
        format!(
            "the patience was over after {due} ms, and your server went on until {}",
            time(took)
        )
    } else {
        format!(
            "your server returned after {}, and should have after {due} ms",
            time(took)
        )
    };
    Err(shown(sentence, run))
}

fn says(run: &Run<Closed>, answered: usize, cut_off: usize) -> Result<(), Refusal> {
    value(
        "what your server says it has done",
        &run.output.served,
        &Served { answered, cut_off },
    )
}

checks! {
    /// requests are served at the same time, and counted
    fn at_once() {
        const REQUESTS: &[(&str, u64)] = &[("one", 100), ("two", 50), ("three", 100)];
        let run = serve(REQUESTS, &[])?;
        each(&run, REQUESTS)?;
        closes_after(&run, 150)?;
        says(&run, 3, 0)?;
    }

    /// those under way when it stops get their answers, and then it is over
    fn drains() {
        const REQUESTS: &[(&str, u64)] = &[("done", 100), ("quick", 220), ("slow", 250)];
        let run = serve(REQUESTS, &[])?;
        each(&run, REQUESTS)?;
        closes_after(&run, 250)?;
        says(&run, 3, 0)?;
    }

    /// when the patience is over, the rest is cancelled, and gone when the server returns
    fn cuts_off() {
        const REQUESTS: &[(&str, u64)] = &[("done", 100), ("quick", 220), ("slow", 300), ("endless", 1000)];
        let run = serve(REQUESTS, &[])?;
        each(&run, REQUESTS)?;
        closes_after(&run, 350)?;
        says(&run, 3, 1)?;
        expect!(run.output.then, @"
        backend done    │━━━━━━●                 │ 0–100 ms
        backend endless │━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–350 ms, dropped
        backend quick   │━━━━━━━━━━━━━━●         │ 0–220 ms
        backend slow    │━━━━━━━━━━━━━━━━━━━━●   │ 0–300 ms
        ");
    }

    /// after the signal, no further request is taken
    fn takes_no_more() {
        const REQUESTS: &[(&str, u64)] = &[("slow", 250)];
        let run = serve(REQUESTS, &["late", "later"])?;
        if let Some(call) = run.journal.calls().iter().find(|call| call.request.starts_with("late")) {
            let sentence = format!(
                "`{}` was begun after {}, when it had been told to stop: it should have stayed in the inbox",
                call.request, time(Duration::from_micros(call.started))
            );
            return Err(shown(sentence, &run));
        }
        list("request left in the inbox", &run.output.left, &["late", "later"])?;
        closes_after(&run, 250)?;
        says(&run, 1, 0)?;
    }

    /// whether the signal or a request is heard first is not left to chance
    fn never_by_chance() {
        let run = observe(async |world| {
            let mut taken = 0;
            for _ in 0..16 {
                let (outbox, mut inbox) = mpsc::channel(16);
                let _ = outbox.try_send("late".to_owned());
                let stop = CancellationToken::new();
                stop.cancel();
                let backend = world.service("backend").latency(ms(10));
                answer::graceful_shutdown(&mut inbox, stop, ms(PATIENCE), backend).await;
                taken += usize::from(inbox.try_recv().is_err());
            }
            taken
        })?;
        if run.output > 0 {
            return Err(Refusal::new(format!(
                "sixteen times, the signal and a request were there at the same moment, and the request was taken {}: \
                 `select!` looks at its branches in a random order",
                count(run.output, "time")
            )));
        }
    }

    /// a server that has nothing to do closes at once
    fn idle() {
        let run = serve(&[], &[])?;
        closes_after(&run, 150)?;
        says(&run, 0, 0)?;
    }
}
