//! How long polls take by the computer's clock: only where it is asked for. Nothing here depends on how fast that is.

use std::{thread, time::Duration};

use timeline::{Recorder, Recording, What};
use tokio::time::sleep;

const HELD: Duration = Duration::from_millis(3);

async fn program() {
    let holds = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        thread::sleep(HELD);
    });
    holds.await.expect("it returns");
}

/// Of each poll, by whom and how long it took.
fn polls(recording: &Recording) -> Vec<(u32, Option<u64>)> {
    let polls = recording.events.iter().filter_map(|e| match e.what {
        What::PollEnded {
            task, real_nanos, ..
        } => Some((task.0, real_nanos)),
        _ => None,
    });
    polls.collect()
}

#[test]
fn each_poll_is_timed_by_the_computers_clock() {
    let recorder = Recorder::new().real_time(true);
    let recording = recorder
        .record(program())
        .expect("it can be recorded")
        .recording;
    let polls = polls(&recording);
    assert!(polls.iter().all(|(_, nanos)| nanos.is_some()), "{polls:?}");
    // The one that held the thread is the last of the second task; a sleep is never shorter than it was asked to be.
    let held = polls.iter().rfind(|(task, _)| *task == 2);
    let held = held.and_then(|(_, nanos)| *nanos).expect("it was polled");
    assert!(held >= HELD.as_nanos() as u64, "{polls:?}");
    let longest = recording.longest_poll().expect("polls were timed");
    let most = polls.iter().filter_map(|(_, nanos)| *nanos).max();
    assert_eq!(Some(longest.took.as_nanos() as u64), most);
    assert!(matches!(
        recording.events[longest.step as usize].what,
        What::PollEnded { task, .. } if task == longest.task
    ));
    let read = Recording::from_json(&recording.to_json());
    assert_eq!(read.as_ref(), Ok(&recording), "JSON keeps it");
}

#[test]
fn nothing_of_it_is_in_a_recording_that_did_not_ask_for_it() {
    let recording = timeline::record(program())
        .expect("it can be recorded")
        .recording;
    assert!(polls(&recording).iter().all(|(_, nanos)| nanos.is_none()));
    assert_eq!(recording.longest_poll(), None);
    assert!(!recording.to_json().contains("real_nanos"));
}
