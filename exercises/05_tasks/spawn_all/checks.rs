//! The checks of `spawn_all`.

use super::answer;
use checks::prelude::*;
use std::collections::HashSet;
use tokio::time::{sleep, timeout};
use world::How;

type Answers = Vec<Result<String, Failure>>;

/// Three services, the first of which is the slowest.
fn services(world: &World) -> Vec<Service> {
    let service = |name, latency| world.service(name).latency(ms(latency));
    vec![
        service("rome", 300).answer("sunny"),
        service("oslo", 200).answer("snow"),
        service("cairo", 100).answer("dry"),
    ]
}

fn ask_all() -> Result<Run<Answers>, Refusal> {
    observe(async |world| answer::spawn_all(services(&world)).await)
}

checks! {
    /// the three calls run at the same time
    fn at_once() {
        let run = ask_all()?;
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        cairo weather │━━━━━━━━━━━●                       │ 0–100 ms
        ");
        run.returns_after(ms(300))?;
    }

    /// the answers come back, in the order of the services
    fn in_order() {
        let expected = ["sunny", "snow", "dry"].map(|answer| Ok(answer.to_owned()));
        list("answer", &ask_all()?.output, &expected)?;
    }

    /// a failure is an answer like any other
    fn failures() {
        let run = observe(async |world| {
            let services = services(&world);
            let _oslo = world.service("oslo").fails_with("no power");
            answer::spawn_all(services).await
        })?;
        let failure = Failure { service: "oslo".to_owned(), reason: "no power".to_owned() };
        let expected = [Ok("sunny".to_owned()), Err(failure), Ok("dry".to_owned())];
        list("answer", &run.output, &expected)?;
    }

    /// each call has a task of its own
    fn tasks() {
        let run = ask_all()?;
        let tasks: Vec<_> = run.journal.calls().iter().map(|call| call.task).collect();
        let different: HashSet<_> = tasks.iter().collect();
        if different.len() == 1 {
            return Err(Refusal::new(
                "all calls were made by one task: they are its parts, and whatever ends that task ends all of them",
            ));
        }
        if different.len() < tasks.len() || tasks.contains(&None) {
            return Err(Refusal::new(format!(
                "{} were made by {}: each is to have one of its own",
                count(tasks.len(), "call"),
                count(different.len(), "task"),
            )));
        }
    }

    /// the calls go on when nobody waits for the answer any more
    fn lost_patience() {
        let run = observe(async |world| {
            let answers = answer::spawn_all(services(&world));
            let in_time = timeout(ms(100), answers).await.is_ok();
            sleep(ms(400)).await;
            in_time
        })?;
        let call = run.journal.calls().iter().find(|call| call.how != How::Finished);
        if let Some(call) = call {
            return Err(Refusal::new(format!(
                "whoever awaited your answer stopped waiting after 100 ms, and that ended the call to `{}`: it should \
                 have gone on",
                call.service
            )));
        }
        expect!(run.journal, @"
        rome  weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
        oslo  weather │━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
        cairo weather │━━━━━━━━━━━●                       │ 0–100 ms
        ");
    }

    /// nobody holds the thread, and nothing is left running
    fn cleanly() {
        let run = ask_all()?;
        run.never_holds_the_thread()?;
        run.leaves_nothing_running()?;
    }
}
