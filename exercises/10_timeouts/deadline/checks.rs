//! The checks of `deadline`.

use super::answer;
use checks::prelude::*;

type Answers = Result<Vec<String>, String>;

/// Three steps with these latencies, in milliseconds, within 600 ms.
fn steps(world: &World, latencies: [u64; 3]) -> Vec<Service> {
    let named = ["login", "search", "download"].into_iter().zip(latencies);
    named
        .map(|(name, latency)| {
            world
                .service(name)
                .latency(ms(latency))
                .answer(&format!("{name} done"))
        })
        .collect()
}

fn run(latencies: [u64; 3]) -> Result<Run<Answers>, Refusal> {
    observe(async |world| {
        let output = answer::deadline(ms(600), steps(&world, latencies)).await;
        settle().await;
        output
    })
}

/// Refuses an answer whose steps overlap.
fn in_turn<T>(run: &Run<T>) -> Result<(), Refusal> {
    let calls = run.journal.calls();
    for (before, after) in calls.iter().zip(calls.iter().skip(1)) {
        if before.ended.is_none_or(|ended| after.started < ended) {
            let sentence = format!(
                "`{}` began before `{}` had answered: a step may need what the one before it has done",
                after.service, before.service
            );
            return Err(shown(sentence, &run.journal));
        }
    }
    Ok(())
}

fn shown(sentence: impl Into<String>, journal: &Journal) -> Refusal {
    Refusal {
        actual: Some(journal.to_string()),
        ..Refusal::new(sentence)
    }
}

checks! {
    /// in time, every answer comes back
    fn in_time() {
        let run = run([100, 200, 100])?;
        in_turn(&run)?;
        let answers = run.output.as_ref().map_err(|why| {
            Refusal::new(format!("all steps were done after 400 ms, within the 600 ms, and your answer says `{why}`"))
        })?;
        list("answer", answers, &["login done", "search done", "download done"])?;
        run.returns_after(ms(400))?;
    }

    /// one step may use nearly all of the time
    fn uneven() {
        for latencies in [[500, 20, 30], [20, 30, 500]] {
            let run = run(latencies)?;
            in_turn(&run)?;
            if let Err(why) = &run.output {
                let sentence = format!(
                    "`{}` was given up after {}, and there was time until 600 ms: your answer says `{why}`",
                    run.journal.calls().last().map_or("nobody", |call| call.service.as_str()),
                    time(run.took)
                );
                return Err(shown(sentence, &run.journal));
            }
            run.returns_after(ms(550))?;
        }
    }

    /// when the time is up, it is over, whichever step is under way
    fn too_late() {
        for (latencies, under_way, others) in [
            ([250, 250, 250], "download", 2),
            ([700, 100, 100], "login", 0),
            ([300, 500, 100], "search", 1),
        ] {
            let run = run(latencies)?;
            in_turn(&run)?;
            if run.took > ms(600) {
                let took = time(run.took);
                let all: u64 = latencies.iter().sum();
                let done = latencies[..=others].iter().sum::<u64>();
                let sentence = if run.took == ms(done) && run.output.is_err() {
                    format!(
                        "600 ms were up while `{under_way}` was under way, and your answer came after {took}: the time is \
                         limited, and it was looked at only when the step was done"
                    )
                } else if run.took == ms(all) {
                    format!(
                        "all steps together may take 600 ms, and took {took}: none of them was too slow by itself, but the limit is for \
                         all of them, counted once from the beginning"
                    )
                } else {
                    format!("all steps together may take 600 ms, and took {took}")
                };
                return Err(shown(sentence, &run.journal));
            }
            value("what comes back when the time is up", &run.output, &Err(format!("too late: {under_way}")))?;
            run.returns_after(ms(600))?;
            value("the number of steps that were begun", &run.journal.calls().len(), &(others + 1))?;
        }
    }

    /// when the time is up, nothing goes on
    fn nothing_left() {
        observe(async |world| {
            let _ = answer::deadline(ms(600), steps(&world, [250, 1000, 250])).await;
            nothing_goes_on(&world, "the time was up after 600 ms").await
        })?.output?;
    }

    /// a step that fails ends it, with its reason
    fn a_failure() {
        let run = observe(async |world| {
            let steps = steps(&world, [100, 100, 100]);
            let _ = world.service("search").fails_with("no such index");
            answer::deadline(ms(600), steps).await
        })?;
        value("what comes back when a step fails", &run.output, &Err("no such index".to_owned()))?;
        run.returns_after(ms(200))?;
    }

    /// no steps take no time
    fn no_steps() {
        let run = observe(async |_| answer::deadline(ms(600), Vec::new()).await)?;
        value("what comes back for no steps", &run.output, &Ok(Vec::new()))?;
    }
}
