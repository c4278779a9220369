//! Records a piece of async code and looks at what it did, in four ways.
//!
//! `cargo run -p timeline --example record_a_test`
//!
//! Nothing in the code below knows that it is recorded, but for `timeline::println!`, which prints a line and keeps it.

use std::time::Duration;

use timeline::text::{self, Options};
use tokio::sync::mpsc;
use tokio::time::sleep;

/// Asks three servers, one after the other, and sends on what they say.
async fn asker(answers: mpsc::Sender<&'static str>) {
    for (city, seconds) in [("rome", 3), ("oslo", 2), ("cairo", 3)] {
        sleep(Duration::from_secs(seconds)).await;
        answers.send(city).await.expect("somebody listens");
    }
}

/// What is looked at: a task that asks, and the main future, which hears the answers.
async fn program() {
    let (tx, mut rx) = mpsc::channel(1);
    let asks = tokio::spawn(asker(tx));
    while let Some(city) = rx.recv().await {
        timeline::println!("{city} answers");
    }
    asks.await.expect("it does not panic");
}

fn main() -> Result<(), timeline::RecordError> {
    // A runtime of its own, on the paused clock: the eight seconds pass in no time.
    let recording = timeline::record(program())?.recording;

    println!("What it printed, each line with its time and its task:\n");
    println!("{}", text::story(&recording));

    println!("Its timeline:\n");
    println!("{}", text::render(&recording, &Options::default()));

    println!("Why the last line was printed, back to the start:\n");
    let last = recording.notes().last().expect("it prints three");
    println!("{}", recording.causes(last.at.step));

    println!("What each task did all the time:\n");
    for task in &recording.tasks {
        let times = recording.times(task.id).expect("it was spawned");
        println!("  {:<8}{times}", task.name);
    }
    Ok(())
}

#[test]
fn three_answers_in_a_row_take_eight_seconds() {
    let recording = timeline::record(program()).unwrap().recording;
    assert_eq!(recording.duration(), 8_000_000);
    assert_eq!(recording.notes().count(), 3);
    main().unwrap();
}
