//! The checks of `worker_pool`.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::answer::{Outcome, worker_pool};
use checks::prelude::*;
use tokio::sync::mpsc;
use world::Call;

/// What a run gives: the outcome, and when the last job was put into the queue, in milliseconds.
type Given = (Outcome, u64);

/// Jobs that take so many hundred milliseconds each: the digit of `a4` says how many. `x` fails. The queue has room for one.
fn run(workers: usize, names: &[&'static str]) -> Result<Run<Given>, Refusal> {
    let answered = Arc::new(AtomicUsize::new(0));
    let run = observe(async |world| {
        let counted = answered.clone();
        let machine = world
            .service("machine")
            .latency_with(|asked| {
                let digits = asked.request.trim_start_matches(char::is_alphabetic);
                ms(100 * digits.parse().unwrap_or(1))
            })
            .answer_with(move |asked| {
                counted.fetch_add(1, Ordering::Relaxed);
                match asked.request.starts_with('x') {
                    true => Err("it is stuck".to_owned()),
                    false => Ok("done".to_owned()),
                }
            });
        let (queue, jobs) = mpsc::channel(1);
        let begin = tokio::time::Instant::now();
        let send = async move {
            for name in names {
                let _ = queue.send((*name).to_owned()).await;
            }
            begin.elapsed().as_millis() as u64
        };
        let pool = worker_pool(workers, jobs, machine);
        let given = tokio::join!(pool, send);
        settle().await;
        given
    });
    run.map_err(|refusal| match answered.load(Ordering::Relaxed) {
        all if all == names.len() => {
            refusal.if_stalled("all jobs are done, and the pool does not end")
        }
        some => refusal.if_stalled(&format!(
            "{some} of {} are done, and nothing goes on",
            count(names.len(), "job")
        )),
    })
}

/// When each of the six jobs is under way.
fn as_early_as_can_be(journal: &Journal) -> Result<(), Refusal> {
    expect!(*journal, @"
    machine a4 │━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–400 ms
    machine b1 │━━━━━●                              │ 0–100 ms
    machine c1 │      ━━━━━●                        │ 100–200 ms
    machine d3 │            ━━━━━━━━━━━━━━━━━●      │ 200–500 ms
    machine e2 │                        ━━━━━━━━━━━●│ 400–600 ms
    machine f1 │                              ━━━━━●│ 500–600 ms
    ");
    Ok(())
}

/// The one lock that is held all through every call, where one call is under way at a time.
fn works_under_a_lock(run: &Run<Given>) -> Option<String> {
    let held = run.recording.locks_held_across_waits();
    let during = |call: &Call| {
        held.iter().find(|held| {
            let label = run.recording.wait(held.wait).label.as_deref();
            label == Some("call to machine")
                && held.span.from.at == call.started
                && Some(held.span.to.at) == call.ended
        })
    };
    let calls = run.journal.calls();
    let first = calls.first().and_then(during)?;
    let each = calls
        .iter()
        .all(|call| during(call).is_some_and(|held| held.lock == first.lock));
    let lock = run.recording.resource(first.lock);
    let line = lock.place.as_ref().map_or(String::new(), |place| {
        format!(" made on line {}", place.line)
    });
    (each && run.journal.peak_in_flight() == 1).then(|| format!("{}{line}", lock.type_name))
}

const SIX: [&str; 6] = ["a4", "b1", "c1", "d3", "e2", "f1"];

checks! {
    /// up to so many at once, the next one as soon as a worker is free
    fn together() {
        let run = run(2, &SIX)?;
        run.at_most_in_flight(2)?;
        let begun = run.journal.calls().iter().map(|call| call.request.as_str());
        if let Some((begun, next)) = begun.zip(SIX).find(|(begun, next)| begun != next) {
            Err(format!(
                "`{begun}` began before `{next}`, which stood in front of it in the queue: the next worker that is free takes the \
                 next job"
            ))?;
        }
        as_early_as_can_be(&run.journal).map_err(|refusal| match works_under_a_lock(&run) {
            Some(lock) => Refusal {
                sentence: format!(
                    "the six jobs were done one after the other, where two may be under way: whoever works holds the {lock} \
                     all the while; it took {}, where 600 ms suffice",
                    time(run.took)
                ),
                ..refusal
            },
            None => refusal,
        })?;
        value("what is returned", &run.output.0, &Outcome { done: 6, failed: 0 })?;
    }

    /// one worker, and more workers than jobs
    fn other_numbers() {
        for (workers, millis) in [(1, 1200), (10, 400)] {
            let run = run(workers, &SIX)?;
            run.at_most_in_flight(workers)?;
            run.returns_after(ms(millis))?;
        }
    }

    /// a job that fails ends nobody's work
    fn failures() {
        let run = run(2, &["x1", "a1", "x1", "b1", "c1"])?;
        if run.output.0 != (Outcome { done: 3, failed: 2 }) {
            Err(format!(
                "a job that fails ends nobody's work: of five jobs three are done and two fail, and {:?} is returned",
                run.output.0
            ))?;
        }
    }

    /// jobs stay in the queue until a worker is free
    fn leaves_them_in_the_queue() {
        let run = run(2, &["a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1"])?;
        let (_, all_sent) = run.output;
        if all_sent < 200 {
            Err(format!(
                "jobs were taken out of the queue before a worker was free for them: eight jobs of 100 ms for two workers, with room for \
                 one, and the last one was sent after {all_sent} ms"
            ))?;
        }
    }

    /// nothing goes on afterwards
    fn nothing_left() {
        run(2, &SIX)?.leaves_nothing_running()?;
        let run = run(3, &[])?;
        value("what is returned for no jobs", &run.output.0, &Outcome { done: 0, failed: 0 })?;
    }
}
