//! The checks of `guard`.

use super::answer;
use checks::prelude::*;
use futures::FutureExt;
use std::cell::{OnceCell, RefCell};
use std::panic::AssertUnwindSafe;
use tokio::time::{Instant, timeout};

/// When it was cleaned up, and when the work was over.
#[derive(Default)]
struct Notes {
    begin: OnceCell<Instant>,
    cleaned: RefCell<Vec<Cleaned>>,
    over: RefCell<Option<Duration>>,
}

/// One call of the closure.
struct Cleaned {
    at: Duration,
    /// The work was still there. At one instant, the order tells.
    early: bool,
}

impl Notes {
    /// Begins now. What it gives is to be alive as long as the work is.
    fn begin(&self) -> Over<'_> {
        self.now();
        Over(self)
    }

    fn clean(&self) {
        let early = self.over.borrow().is_none();
        self.cleaned.borrow_mut().push(Cleaned {
            at: self.now(),
            early,
        });
    }

    fn now(&self) -> Duration {
        self.begin.get_or_init(Instant::now).elapsed()
    }
}

/// Notes when the work is over, however it ends: it is dropped with it.
struct Over<'a>(&'a Notes);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        *self.0.over.borrow_mut() = Some(self.0.now());
    }
}

/// Refuses the answer unless it cleaned up once, when the work was over. `what` tells what happened: `the work has ended`.
fn once(notes: &Notes, what: &str) -> Result<(), Refusal> {
    let over = notes.over.borrow();
    let over = over.expect("the work was begun, and is over");
    match notes.cleaned.borrow().as_slice() {
        [] => Err(Refusal::new(format!("{what}, and nobody cleaned up"))),
        [first, ..] if first.at < over => Err(Refusal::new(format!(
            "it was cleaned up before the work was over: after {}, and the work ended after {}",
            time(first.at),
            time(over)
        ))),
        [first, ..] if first.early => Err(Refusal::new(format!(
            "{what}, and it was cleaned up too early: the work was not dropped yet, and still had what it holds"
        ))),
        [only] if only.at == over => Ok(()),
        [only] => Err(Refusal::new(format!(
            "{what} after {}, and it was cleaned up only after {}",
            time(over),
            time(only.at)
        ))),
        [_, _] => Err(Refusal::new(format!("{what}, and was cleaned up twice"))),
        more => Err(Refusal::new(format!(
            "{what}, and was cleaned up {}",
            count(more.len(), "time")
        ))),
    }
}

checks! {
    /// the work runs to its end, its value comes back, and it is cleaned up once
    fn to_the_end() {
        let notes = Notes::default();
        let run = observe(async |world| {
            let call = world.service("work").latency(ms(300)).answer("done").call("it");
            let over = notes.begin();
            let work = async move {
                let _over = over;
                call.await.expect("it does not fail")
            };
            answer::guard(work, || notes.clean()).await
        })?;
        value("what comes back", &run.output, &"done".to_owned())?;
        run.returns_after(ms(300))?;
        once(&notes, "the work has ended")?;
    }

    /// dropped in the middle, it is cleaned up as well, and not before the work is dropped
    fn dropped() {
        for after in [100, 400] {
            let notes = Notes::default();
            observe(async |world| {
                let work = world.service("work").latency(ms(300));
                let (one, two) = (work.call("one"), work.call("two"));
                let over = notes.begin();
                let work = async move {
                    let _over = over;
                    let _ = one.await;
                    let _ = two.await;
                };
                let _ = timeout(ms(after), answer::guard(work, || notes.clean())).await;
                // Whoever cleans up later than the drop is told so.
                tokio::time::sleep(ms(1000)).await;
            })?;
            once(&notes, &format!("the future was dropped after {after} ms, in the middle of the work"))?;
        }
    }

    /// after a panic, too
    fn a_panic() {
        let notes = Notes::default();
        let run = observe(async |world| {
            let pause = world.service("work").latency(ms(100)).call("it");
            let over = notes.begin();
            let work = async move {
                let _over = over;
                let _ = pause.await;
                panic!("the work panics, and that is passed on");
            };
            AssertUnwindSafe(answer::guard(work, || notes.clean())).catch_unwind().await.is_err()
        })?;
        value("whether the panic was passed on", &run.output, &true)?;
        once(&notes, "the work panicked")?;
    }

    /// what was never begun is not cleaned up
    fn never_begun() {
        let notes = Notes::default();
        observe(async |world| {
            let call = world.service("work").call("it");
            drop(answer::guard(call, || notes.clean()));
        })?;
        if !notes.cleaned.borrow().is_empty() {
            let sentence = "the future was dropped before it was polled: nothing was begun, and it was cleaned up all the same";
            return Err(Refusal::new(sentence));
        }
    }
}
