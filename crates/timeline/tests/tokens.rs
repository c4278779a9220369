//! Tokens of `tokio-util`, of which Tokio reports nothing: who waits for one, and that the wait is over when it is cancelled.

use std::time::Duration;

use timeline::{Cause, Recording, WaitEnd, What};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// A worker that works until it is told to stop, after 150 ms or never.
fn record(told_to_stop: bool) -> Recording {
    let recorded = timeline::record(async move {
        let stop = CancellationToken::new();
        let worker = tokio::spawn({
            let stop = stop.clone();
            async move {
                for _ in 0..3 {
                    tokio::select! {
                        () = stop.cancelled() => break,
                        () = sleep(Duration::from_millis(100)) => {}
                    }
                }
            }
        });
        if told_to_stop {
            sleep(Duration::from_millis(150)).await;
            stop.cancel();
        }
        worker.await.expect("it does not panic");
    });
    recorded
        .expect("the tests are built with the flag")
        .recording
}

/// How each wait for the token ended.
fn ends(recording: &Recording) -> Vec<Option<WaitEnd>> {
    let waits = recording.waits.iter();
    waits
        .filter(|wait| wait.operation == "CancellationToken::cancelled")
        .map(|wait| recording.wait_ended(wait.id))
        .collect()
}

#[test]
fn a_token_that_is_cancelled_ends_the_wait_for_it() {
    let recording = record(true);
    assert_eq!(ends(&recording).last(), Some(&Some(WaitEnd::Done)));
    let by_the_token = recording.events.iter().any(|event| {
        matches!(&event.what, What::Woken { cause: Cause::Task { operation: Some(o), .. }, .. }
            if o == "CancellationToken::cancel")
    });
    assert!(by_the_token);
}

#[test]
fn a_token_that_nobody_cancels_is_given_up() {
    for end in ends(&record(false)) {
        assert_eq!(end, Some(WaitEnd::Abandoned));
    }
}
