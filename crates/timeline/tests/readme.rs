//! What the README shows, to the letter: how to record, look at, assert on and snapshot a test of your own.

use timeline::assert::{program, secs, task};
use timeline::text::{self, Options};
use tokio::time::sleep;

async fn loader() -> u32 {
    sleep(secs(1)).await;
    42
}

async fn saver() {
    loop {
        sleep(secs(60)).await;
    }
}

/// What is tested: `saver` runs beside `loader`, and no longer than it.
async fn service() -> u32 {
    let saver = tokio::spawn(saver());
    let value = tokio::spawn(loader()).await.expect("it does not panic");
    saver.abort();
    saver.await.expect_err("it is cancelled");
    value
}

#[test]
fn the_saver_goes_when_the_loader_is_done() -> Result<(), timeline::RecordError> {
    // Record: on a runtime of its own, with the clock paused. A minute passes in no time.
    let run = timeline::record(service())?;
    assert_eq!(run.output, Some(42));

    // Look: cargo shows it when the test fails, or with `cargo test -- --nocapture`.
    let picture = text::render(&run.recording, &Options::default());
    println!("{picture}");

    // Assert: each line is a sentence, and one that is not true fails with the picture.
    run.assert(task("saver").ended().after(task("loader").ended()));
    run.assert(task("saver").was_cancelled().at(secs(1)));
    run.assert(task("saver").overlaps(task("loader")));
    run.assert(program().took(secs(1)));
    run.assert(program().leaves_no_task_behind());

    // Snapshot: the same on every run and every machine, so that a change in behaviour shows as one.
    insta::assert_snapshot!(picture, @"
              0 s                                                      1 s
    main      ├─ JoinHandle (loader) 1 s ──────────────────────────────●
      saver   ├─ sleep 1 s ────────────────────────────────────────────✕ cancelled
      loader  ├─ sleep 1 s ────────────────────────────────────────────●

    ├ ┼ runs for an instant   ─ waits   ● completed
    ✕ cancelled: dropped before it was done
    ");
    Ok(())
}
