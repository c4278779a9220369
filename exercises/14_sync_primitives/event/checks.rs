//! The checks of `event`.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::answer::Event;
use checks::prelude::*;
use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// Longer than anything here takes.
const LONG: Duration = ms(2_000);

checks! {
    /// everybody who waits goes on when it is set
    fn everybody() {
        let run = observe(async |_| {
            let event = Event::default();
            let through = AtomicUsize::new(0);
            let wait = async || {
                event.wait().await;
                through.fetch_add(1, Ordering::SeqCst);
            };
            let set = async {
                sleep(ms(123)).await;
                let before = through.load(Ordering::SeqCst);
                event.set();
                before
            };
            let all = timeout(LONG, join_all([wait(), wait(), wait()]));
            let (before, _) = tokio::join!(set, all);
            (before, through.load(Ordering::SeqCst))
        })?;
        let (before, through) = run.output;
        if before > 0 {
            Err(format!("the event was not set, and {} of three went on", count(before, "task")))?;
        }
        if through < 3 {
            let went = if through == 1 { "one of three".to_owned() } else { format!("{through} of three") };
            Err(format!("the event was set while three waited for it, and {went} went on"))?;
        }
        run.returns_after(ms(123))?;
    }

    /// it stays set, for those who come later
    fn stays_set() {
        let run = observe(async |_| {
            let event = Event::default();
            event.set();
            sleep(ms(100)).await;
            let first = timeout(LONG, event.wait()).await.is_ok();
            (first, timeout(LONG, event.wait()).await.is_ok(), event.is_set())
        })?;
        match run.output {
            (false, _, _) => return Err(Refusal::new("the event was set before somebody waited for it, and that was lost: they wait for ever")),
            (true, false, _) => return Err(Refusal::new("the event was set, one went on, and the next one waits for ever: it does not stay set")),
            (true, true, set) => value("what `is_set` gives after `set`", &set, &true)?,
        }
        run.returns_after(ms(100))?;
    }

    /// cleared, it is waited for again
    fn cleared() {
        let run = observe(async |_| {
            let event = Event::default();
            let first = async {
                let _ = timeout(LONG, event.wait()).await;
            };
            let set_and_clear = async {
                sleep(ms(100)).await;
                event.set();
                sleep(ms(100)).await;
                event.clear();
            };
            tokio::join!(first, set_and_clear);
            (event.is_set(), timeout(LONG, event.wait()).await.is_ok())
        })?;
        let (is_set, went_on) = run.output;
        value("what `is_set` gives after `clear`", &is_set, &false)?;
        if went_on {
            Err("the event was cleared, and somebody who came afterwards went on all the same".to_owned())?;
        }
    }

    /// set and cleared at once: who waited goes on
    fn set_and_cleared() {
        let run = observe(async |_| {
            let event = Event::default();
            let set_and_clear = async {
                sleep(ms(100)).await;
                event.set();
                event.clear();
            };
            let (first, second, ()) = tokio::join!(timeout(LONG, event.wait()), timeout(LONG, event.wait()), set_and_clear);
            (first.is_ok(), second.is_ok())
        })?;
        if run.output != (true, true) {
            Err("the event was set and cleared at once, and who waited for it waits on".to_owned())?;
        }
    }

    /// who waits costs nothing
    fn waits_quietly() {
        let run = observe(async |_| {
            let event = Event::default();
            let set = async {
                sleep(ms(900)).await;
                event.set();
            };
            tokio::join!(timeout(LONG, polled(event.wait(), 10)), set).0
        })?;
        if let Ok(Err(_)) = run.output {
            Err("who waits is polled again and again: it asks, and is not told".to_owned())?;
        }
    }
}
