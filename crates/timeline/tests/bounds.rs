//! Programs that do more than a recording holds: they run to their end as they would without one, and what is missing is said.

use std::sync::Arc;

use timeline::{MainEnd, Outcome, Recorder, Recording, text};
use tokio::sync::Mutex;

const MOST: usize = 300;

/// What is kept is bounded, and what is not kept is counted and told.
fn assert_cut_off(recording: &Recording) {
    // Some events follow from others, such as that the clock moved.
    let kept = recording.events.len();
    assert!((MOST / 2..2 * MOST).contains(&kept), "{kept} events");
    assert!(recording.omitted > 0);
    let picture = text::render(recording, &Default::default());
    let told = format!("The recording was full: {} more events", recording.omitted);
    assert!(picture.contains(&told), "{picture}");
}

#[test]
fn a_loop_that_never_waits_for_anything_is_cut_off_and_goes_on() {
    let count = async {
        let mut count = 0;
        while count < 5_000 {
            tokio::task::yield_now().await;
            count += 1;
        }
        count
    };
    let recorder = Recorder::new().max_events(MOST);
    let run = recorder.record(async { tokio::spawn(count).await.unwrap() });
    let run = run.unwrap();
    assert_eq!(run.output, Some(5_000));
    assert_eq!(run.recording.outcome, Outcome::Completed);
    assert_cut_off(&run.recording);
}

#[test]
fn what_panics_inside_a_lock_beyond_the_bound_holds_up_nobody() {
    let run = Recorder::new().max_events(MOST).record(async {
        let lock = Arc::new(Mutex::new(0));
        for round in 0..200 {
            let lock = lock.clone();
            let task = tokio::spawn(async move {
                let mut count = lock.lock().await;
                *count += 1;
                tokio::task::yield_now().await;
                assert!(round % 2 == 0, "an odd one");
            });
            assert_eq!(task.await.is_err(), round % 2 == 1);
        }
        *lock.lock().await
    });
    let run = run.unwrap();
    assert_eq!(run.output, Some(200));
    assert_cut_off(&run.recording);
}

#[test]
fn a_recording_is_read_again_and_again_while_it_is_cut_off() {
    let session = Recorder::new().max_events(MOST).begin().unwrap();
    let runtime = session.runtime(|_| {}).unwrap();
    for _ in 0..3 {
        let ended = session.block_on(&runtime, async {
            for _ in 0..500 {
                tokio::task::yield_now().await;
            }
        });
        assert!(matches!(ended, MainEnd::Completed(())));
        assert_cut_off(&session.recording());
    }
    let before = session.recording();
    session.shut_down(runtime);
    let last = session.finish();
    assert_eq!(last.events, before.events);
    assert!(last.omitted >= before.omitted);
}
