//! What a timeline shows, in two words: the key to the book's questions "what is it?". The answer is read off the
//! recording, so nobody types it in.
//!
//! It is not a diagnosis for any program. It tells apart the five things that chapter 15 asks about, where one of them
//! is there.

use timeline::{End, Outcome, Recording, StuckOn, Wait, WaitEnd, What};

/// Which of the five it is, if it is one of them.
pub fn read(recording: &Recording) -> Option<&'static str> {
    if let Outcome::Stalled(stall) = &recording.outcome {
        if !stall.cycle.is_empty() {
            return Some("a deadlock");
        }
        let mut stuck = stall.waiting.iter().flat_map(|stuck| &stuck.on);
        return stuck.find_map(|on| {
            if is_leaked(recording, on) {
                Some("a leaked permit")
            } else {
                is_missed(recording, recording.wait(on.wait)).then_some("a lost wake-up")
            }
        });
    }
    let cancelled = recording.events.iter().any(|event| match event.what {
        What::WaitEnded { how, .. } => how == WaitEnd::Abandoned,
        What::TaskEnded { how, .. } => how == End::Cancelled,
        _ => false,
    });
    if cancelled {
        return Some("a cancelled future");
    }
    let held_back = |wait: &Wait| {
        wait.operation == "mpsc::Sender::send"
            && recording.wait_ended(wait.id) == Some(WaitEnd::Done)
            && recording
                .wait_span(wait.id)
                .is_some_and(|span| span.duration() > 0)
    };
    recording
        .waits
        .iter()
        .any(held_back)
        .then_some("backpressure")
}

/// Whether somebody is stuck at a semaphore, and those who took its permits have ended.
fn is_leaked(recording: &Recording, on: &StuckOn) -> bool {
    let wait = recording.wait(on.wait);
    let is_semaphore = |r| recording.resource(r).type_name == "Semaphore";
    wait.resource.is_some_and(is_semaphore)
        && !on.lost.is_empty()
        && on.held_by.is_empty()
        && on.taken_by.is_empty()
}

/// Whether somebody waits to be told, and others were told before this wait began.
fn is_missed(recording: &Recording, wait: &Wait) -> bool {
    let began = recording.wait_span(wait.id).map(|span| span.from.step);
    wait.operation == "Notify::notified"
        && recording.waits.iter().any(|other| {
            other.operation == wait.operation
                && recording.wait_ended(other.id) == Some(WaitEnd::Done)
                && recording.wait_span(other.id).map(|span| span.to.step) < began
        })
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio::{
        sync::{Mutex, Notify, Semaphore, mpsc},
        time::{sleep, timeout},
    };

    use super::*;

    fn read_of(program: impl Future<Output = ()> + 'static) -> Option<&'static str> {
        let recorded = timeline::record(program).expect("the tests are built with the flag");
        read(&recorded.recording)
    }

    #[test]
    fn each_of_the_five_is_told_from_the_others_and_from_a_run_that_is_none_of_them() {
        let deadlock = read_of(async {
            let lock = Mutex::new(());
            let _held = lock.lock().await;
            let _ = lock.lock().await;
        });
        let missed = read_of(async {
            let bell = Arc::new(Notify::new());
            let rung = bell.clone();
            let first = tokio::spawn(async move { rung.notified().await });
            sleep(Duration::from_secs(1)).await;
            bell.notify_waiters();
            first.await.expect("it is rung for");
            bell.notified().await;
        });
        let nobody_rings = read_of(async { Notify::new().notified().await });
        let leaked = read_of(async {
            let one = Arc::new(Semaphore::new(1));
            let taken = one.clone();
            let taker = async move { taken.acquire().await.expect("it is open").forget() };
            tokio::spawn(taker).await.expect("it does not panic");
            let _ = one.acquire().await;
        });
        let held_back = read_of(async {
            let (sender, mut receiver) = mpsc::channel(1);
            tokio::spawn(async move {
                for message in 0..3 {
                    let _ = sender.send(message).await;
                }
            });
            while receiver.recv().await.is_some() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        let cancelled = read_of(async {
            let late = sleep(Duration::from_secs(2));
            let _ = timeout(Duration::from_secs(1), late).await;
        });
        let none = read_of(async { sleep(Duration::from_secs(1)).await });
        assert_eq!(
            [
                deadlock,
                missed,
                nobody_rings,
                leaked,
                held_back,
                cancelled,
                none
            ],
            [
                Some("a deadlock"),
                Some("a lost wake-up"),
                None,
                Some("a leaked permit"),
                Some("backpressure"),
                Some("a cancelled future"),
                None
            ]
        );
    }
}
