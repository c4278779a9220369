//! The checks of `group`.

use super::answer;
use checks::prelude::*;
use std::pin::Pin;

type Job = Pin<Box<dyn Future<Output = Result<String, String>> + Send>>;

/// A job that asks a service, and makes what that answers.
fn job(service: &Service) -> Job {
    let call = service.call("file");
    Box::pin(async move { call.await.map_err(|failure| failure.reason) })
}

/// Three services with these latencies; the named one fails.
fn services(world: &World, latencies: [u64; 3], failing: &str) -> [Service; 3] {
    let mut latencies = latencies.into_iter();
    ["rome", "oslo", "cairo"].map(|name| {
        let latency = ms(latencies.next().unwrap_or_default());
        let service = world
            .service(name)
            .latency(latency)
            .answer(&format!("map of {name}"));
        if name == failing {
            service.fails_with("the disk is full")
        } else {
            service
        }
    })
}

fn run(latencies: [u64; 3], failing: &str) -> Result<Run<Result<Vec<String>, String>>, Refusal> {
    observe(async |world| {
        let services = services(&world, latencies, failing);
        answer::group(services.iter().map(job).collect()).await
    })
}

checks! {
    /// what the jobs made comes back in the order of the jobs
    fn in_order() {
        for latencies in [[300, 100, 200], [100, 200, 300]] {
            let run = run(latencies, "nobody")?;
            let made = run.output.as_ref().map_err(|failure| {
                Refusal::new(format!("no job failed, and your answer says that one did: {failure}"))
            })?;
            list("map", made, &["map of rome", "map of oslo", "map of cairo"])?;
        }
    }

    /// all jobs run at once
    fn at_once() {
        let run = run([300, 100, 200], "nobody")?;
        expect!(run.journal, @"
        rome  file │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  file │━━━━━━━━━━━━●                         │ 0–100 ms
        cairo file │━━━━━━━━━━━━━━━━━━━━━━━━●             │ 0–200 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// the first failure is what comes back, as soon as it is there
    fn the_failure() {
        let run = run([300, 100, 200], "oslo")?;
        value("what comes back", &run.output, &Err("the disk is full".to_owned()))?;
        run.returns_after(ms(100))?;
    }

    /// when the failure comes back, none of the other jobs is left
    fn nobody_left() {
        let run = observe(async |world| {
            let services = services(&world, [300, 100, 200], "oslo");
            let _ = answer::group(services.iter().map(job).collect()).await;
            let journal = world.journal();
            tokio::time::sleep(ms(1000)).await; // shows what becomes of those that are left
            journal
        })?;
        let left: Vec<&str> = (run.output.calls().iter())
            .filter(|call| call.ended.is_none())
            .map(|call| call.service.as_str())
            .collect();
        if !left.is_empty() {
            let ran_on = run.journal.calls().iter().any(|call| call.how == world::How::Finished);
            let left = left.join(" and ");
            return Err(Refusal::new(match ran_on {
                true => format!(
                    "after your answer had returned, the jobs of {left} ran on to their end, in a folder that is gone"
                ),
                false => format!(
                    "when your answer returned, the jobs of {left} were still there, and were dropped only after that: \
                     to abort a task is to ask, and nobody waited until it was done"
                ),
            }));
        }
        expect!(run.output, @"
        rome  file │━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
        oslo  file │━━━━━━━━━━━━━━━━━━━━━━━━━━━━!│ 0–100 ms, failed
        cairo file │━━━━━━━━━━━━━━━━━━━━━━━━━━━━✕│ 0–100 ms, dropped
        ");
    }

    /// a job that panics has failed, and ends the group like any other failure
    fn a_panic() {
        let run = observe(async |world| {
            let [rome, _, cairo] = services(&world, [300, 100, 200], "nobody");
            let pause = world.service("oslo").latency(ms(100)).call("file");
            let panicking: Job = Box::pin(async move {
                let _ = pause.await;
                panic!("a job panics, and that must stay inside its task")
            });
            answer::group(vec![job(&rome), panicking, job(&cairo)]).await
        })?;
        value("what comes back", &run.output, &Err("a job panicked".to_owned()))?;
        run.returns_after(ms(100))?;
        run.leaves_nothing_running()?;
    }

    /// no jobs make nothing
    fn no_jobs() {
        let run = observe(async |_| answer::group(Vec::<Job>::new()).await)?;
        value("what comes back for no jobs", &run.output, &Ok(Vec::new()))?;
    }
}
