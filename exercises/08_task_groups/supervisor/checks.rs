//! The checks of `supervisor`.

use super::answer;
use checks::prelude::*;
use std::cell::Cell;
use tokio::time::timeout;

type End = Result<String, String>;

/// Runs children that take 100 ms each. The first `failures` of them fail, saying which they were. The supervisor gets a
/// virtual minute.
fn supervise(failures: usize, panics: bool, restarts: usize) -> Result<Run<Option<End>>, Refusal> {
    let started = Cell::new(0);
    let run = observe(async |world| {
        let service = world.service("child").latency(ms(100));
        let start = || {
            started.set(started.get() + 1);
            let (call, nth) = (
                service.call(&format!("no. {}", started.get())),
                started.get(),
            );
            async move {
                call.await.map_err(|failure| failure.reason)?;
                match nth <= failures {
                    true if panics => panic!("a child panics, and that must stay inside its task"),
                    true => Err(format!("child {nth} failed")),
                    false => Ok(format!("made by child {nth}")),
                }
            }
        };
        timeout(Duration::from_secs(60), answer::supervisor(start, restarts))
            .await
            .ok()
    })?;
    if run.output.is_none() {
        return Err(Refusal::new(format!(
            "your supervisor had started {} children after a minute, where {} allowed",
            started.get(),
            if restarts == 1 {
                "one restart is".to_owned()
            } else {
                format!("{restarts} restarts are")
            }
        )));
    }
    Ok(run)
}

/// What came back.
fn end(run: &Run<Option<End>>) -> &End {
    run.output
        .as_ref()
        .expect("`supervise` refuses a supervisor that does not end")
}

checks! {
    /// a child that succeeds is not started again
    fn success() {
        let run = supervise(0, false, 3)?;
        expect!(run.journal, @"child no. 1 │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–100 ms");
        value("what comes back", end(&run), &Ok("made by child 1".to_owned()))?;
    }

    /// a child that fails is started again
    fn restarted() {
        let run = supervise(2, false, 3)?;
        expect!(run.journal, @"
        child no. 1 │━━━━━━━━━━━●                       │ 0–100 ms
        child no. 2 │            ━━━━━━━━━━●            │ 100–200 ms
        child no. 3 │                       ━━━━━━━━━━━●│ 200–300 ms
        ");
        value("what comes back", end(&run), &Ok("made by child 3".to_owned()))?;
    }

    /// so often and not more; the last failure is what comes back
    fn gives_up() {
        let run = supervise(usize::MAX, false, 3)?;
        value("the number of children", &run.journal.calls().len(), &4)?;
        value("what comes back", end(&run), &Err("child 4 failed".to_owned()))?;
        let run = supervise(usize::MAX, false, 0)?;
        value("the number of children without restarts", &run.journal.calls().len(), &1)?;
    }

    /// a panic is a failure like any other
    fn panics() {
        let run = supervise(1, true, 3)?;
        value("what comes back when the first child panics", end(&run), &Ok("made by child 2".to_owned()))?;
        let run = supervise(usize::MAX, true, 1)?;
        value("what comes back when all children panic", end(&run), &Err("the child panicked".to_owned()))?;
    }

    /// when the supervisor is dropped, its child goes with it
    fn dropped() {
        let run = observe(async |world| {
            let service = world.service("child").latency(ms(300));
            let start = || {
                let call = service.call("no. 1");
                async move { call.await.map_err(|failure| failure.reason) }
            };
            let _ = timeout(ms(100), answer::supervisor(start, 3)).await;
            // Whoever was aborted is dropped when its turn comes.
            tokio::time::sleep(ms(500)).await;
        })?;
        let alive = run.journal.calls().iter().any(|call| call.how != world::How::Dropped);
        if alive {
            let sentence = "the supervisor was dropped after 100 ms, and its child ran on, with nobody to look after it";
            return Err(Refusal::new(sentence)
                .showing("child no. 1 │━━━━━━━✕│ 0–100 ms, dropped", run.journal.to_string()));
        }
    }
}
