//! Assertions on what a program did, not only on what it returned.
//!
//! `cargo run -p timeline --example assert_on_a_recording` shows what an assertion says that does not hold;
//! `cargo test -p timeline --example assert_on_a_recording` runs the tests at the end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// One request. The sleep stands for the network; its label is what the recording calls the wait.
async fn fetch(page: u32, permits: Arc<Semaphore>) -> u32 {
    let _permit = permits
        .acquire()
        .await
        .expect("the semaphore is never closed");
    timeline::label(format!("request {page}"), sleep(Duration::from_secs(1))).await;
    page
}

/// Fetches all pages, no more than five at a time.
async fn fetch_all(pages: u32) -> Vec<u32> {
    let permits = Arc::new(Semaphore::new(5));
    let mut fetches = JoinSet::new();
    for page in 0..pages {
        fetches.spawn(fetch(page, permits.clone()));
    }
    fetches.join_all().await
}

/// As [`fetch_all`], but gives up after a while. Dropping the set cancels what is left.
async fn fetch_what_comes(pages: u32, within: Duration) -> Option<Vec<u32>> {
    timeout(within, fetch_all(pages)).await.ok()
}

fn main() -> Result<(), timeline::RecordError> {
    use timeline::assert::{at_most, millis, program, secs};

    let run = timeline::record(fetch_all(20))?;
    run.assert(program().took(secs(4)));

    // `assert` would panic with these sentences and the timeline; `check` hands the sentences back.
    if let Err(failure) = run.check(at_most(4).of_waits_named("request").are_in_flight_at_once()) {
        println!("{failure}");
    }
    let run = timeline::record(fetch_what_comes(20, millis(3500)))?;
    if let Err(failure) = run.check(program().leaves_no_task_behind()) {
        println!("{failure}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use timeline::assert::{at_least, at_most, millis, program, secs, task, wait};
    use timeline::record;

    use super::*;

    #[test]
    fn no_more_than_five_requests_are_in_flight() {
        let run = record(fetch_all(20)).unwrap();
        assert_eq!(run.output.as_ref().map(Vec::len), Some(20));
        run.assert(at_most(5).of_waits_named("request").are_in_flight_at_once());
        run.assert(
            at_least(5)
                .of_waits_named("request")
                .are_in_flight_at_once(),
        );
        run.assert(program().took(secs(4)));
    }

    #[test]
    fn a_timeout_leaves_nothing_running() {
        let run = record(async {
            let pages = fetch_what_comes(20, millis(1500)).await;
            sleep(secs(1)).await; // the program goes on
            pages
        });
        let run = run.unwrap();
        assert_eq!(run.output, Some(None));
        run.assert(task("fetch").completed().at(secs(1)));
        // The sixth had its permit, and its request was under way.
        run.assert(wait("request 5").was_abandoned().at(millis(1500)));
        run.assert(task("fetch 6").was_cancelled().before(task("main").ended()));
        run.assert(program().leaves_no_task_behind());
    }

    #[test]
    fn the_example_runs() {
        main().unwrap();
    }
}
