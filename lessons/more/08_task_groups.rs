//! Chapter 8, "Task groups": tasks that belong together, end together, and leave nobody behind.
//!
//! `cargo run --bin lesson_8` plays all scenes; `cargo run --bin lesson_8 -- --help` tells what else there is.

use std::{process::ExitCode, sync::Arc, time::Duration};

use lessons::{Lesson, println};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{Instant, sleep},
};
use tokio_util::task::TaskTracker;

fn main() -> ExitCode {
    Lesson::new("Task groups")
        .scene(
            "as_they_end",
            "a set of tasks, collected as they end",
            as_they_end,
        )
        .scene(
            "set_dropped",
            "a set is dropped: its tasks go with it",
            set_dropped,
        )
        .scene(
            "handles_dropped",
            "handles are dropped: the tasks run on",
            handles_dropped,
        )
        .compare(["set_dropped", "handles_dropped"])
        .scene(
            "left_early",
            "the first failure is returned before the others are gone",
            left_early,
        )
        .scene(
            "left_last",
            "the first failure is returned when the others are gone",
            left_last,
        )
        .compare(["left_early", "left_last"])
        .scene(
            "in_batches",
            "six downloads, two at a time, in batches",
            in_batches,
        )
        .scene(
            "two_at_a_time",
            "six downloads, never more than two at once",
            two_at_a_time,
        )
        .compare(["in_batches", "two_at_a_time"])
        .scene(
            "tracked",
            "a tracker waits for tasks that spawn tasks",
            tracked,
        )
        .stalls(
            "never_closed",
            "a tracker that was never closed",
            never_closed,
        )
        .scene(
            "permit_too_early",
            "a permit that is given back too early",
            permit_too_early,
        )
        .scene("one_panics", "a task of the group panics", one_panics)
        .play()
}

// ANCHOR: brew
/// Takes `seconds` to make something, and says when it is thrown away half made.
async fn brew(what: &'static str, seconds: u64) -> Result<&'static str, String> {
    let _cup = Cup(what);
    sleep(Duration::from_secs(seconds)).await;
    match what {
        "milk" => Err("the milk boils over".to_owned()),
        _ => Ok(what),
    }
}

/// What is in the making. It is cleared away when it is dropped, however that comes.
struct Cup(&'static str);

impl Drop for Cup {
    fn drop(&mut self) {
        println!("cleared away: {}", self.0);
    }
}
// ANCHOR_END: brew

// ANCHOR: as_they_end
async fn as_they_end() {
    let mut set = JoinSet::new();
    for (what, seconds) in [("coffee", 3), ("juice", 1), ("tea", 2)] {
        set.spawn(brew(what, seconds));
    }
    while let Some(done) = set.join_next().await {
        println!("{done:?}");
    }
    println!("the set is empty");
}
// ANCHOR_END: as_they_end

// ANCHOR: set_dropped
async fn set_dropped() {
    let mut set = JoinSet::new();
    set.spawn(brew("coffee", 3));
    set.spawn(brew("tea", 2));
    sleep(Duration::from_secs(1)).await;
    drop(set);
    println!("dropped");
    sleep(Duration::from_secs(3)).await;
}
// ANCHOR_END: set_dropped

// ANCHOR: handles_dropped
async fn handles_dropped() {
    let handles = [
        tokio::spawn(brew("coffee", 3)),
        tokio::spawn(brew("tea", 2)),
    ];
    sleep(Duration::from_secs(1)).await;
    drop(handles);
    println!("dropped");
    sleep(Duration::from_secs(3)).await;
}
// ANCHOR_END: handles_dropped

// ANCHOR: left_early
/// All three, or the first failure.
async fn breakfast() -> Result<Vec<&'static str>, String> {
    let mut set = JoinSet::new();
    for (what, seconds) in [("coffee", 3), ("milk", 1), ("tea", 2)] {
        set.spawn(brew(what, seconds));
    }
    let mut ready = Vec::new();
    while let Some(done) = set.join_next().await {
        ready.push(done.expect("brewing does not panic")?);
    }
    Ok(ready)
}

async fn left_early() {
    println!("{:?}", breakfast().await);
    println!("the kitchen is clean");
    tokio::task::yield_now().await; // lets the others have their turn
}
// ANCHOR_END: left_early

// ANCHOR: left_last
/// All three, or the first failure; nobody is left when it returns.
async fn tidy_breakfast() -> Result<Vec<&'static str>, String> {
    let mut set = JoinSet::new();
    for (what, seconds) in [("coffee", 3), ("milk", 1), ("tea", 2)] {
        set.spawn(brew(what, seconds));
    }
    let mut ready = Vec::new();
    while let Some(done) = set.join_next().await {
        match done.expect("brewing does not panic") {
            Ok(what) => ready.push(what),
            Err(failure) => {
                set.shutdown().await;
                return Err(failure);
            }
        }
    }
    Ok(ready)
}

async fn left_last() {
    println!("{:?}", tidy_breakfast().await);
    println!("the kitchen is clean");
    tokio::task::yield_now().await;
}
// ANCHOR_END: left_last

// ANCHOR: download
/// Six files, and how many seconds each takes.
const FILES: [(&str, u64); 6] = [("a", 4), ("b", 1), ("c", 1), ("d", 3), ("e", 2), ("f", 1)];

async fn download(file: &'static str, seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
    println!("{file} is here");
}
// ANCHOR_END: download

// ANCHOR: in_batches
async fn in_batches() {
    let begin = Instant::now();
    for batch in FILES.chunks(2) {
        let mut set = JoinSet::new();
        for &(file, seconds) in batch {
            set.spawn(download(file, seconds));
        }
        set.join_all().await;
    }
    println!("all of them, after {} s", begin.elapsed().as_secs());
}
// ANCHOR_END: in_batches

// ANCHOR: two_at_a_time
/// Keeps the slot until the file is here.
async fn download_in(slot: OwnedSemaphorePermit, file: &'static str, seconds: u64) {
    download(file, seconds).await;
    drop(slot);
}

async fn two_at_a_time() {
    let begin = Instant::now();
    let slots = Arc::new(Semaphore::new(2));
    let mut set = JoinSet::new();
    for (file, seconds) in FILES {
        let slot = slots
            .clone()
            .acquire_owned()
            .await
            .expect("it is never closed");
        set.spawn(download_in(slot, file, seconds));
    }
    set.join_all().await;
    println!("all of them, after {} s", begin.elapsed().as_secs());
}
// ANCHOR_END: two_at_a_time

// ANCHOR: tracked
/// Looks into a folder; each folder in it is a task for itself.
async fn scan(tracker: TaskTracker, folder: &'static str) {
    sleep(Duration::from_secs(1)).await;
    println!("scanned {folder}");
    let inside: &[&str] = match folder {
        "/" => &["/home", "/etc"],
        "/home" => &["/home/ada", "/home/grace"],
        _ => &[],
    };
    for folder in inside {
        spawn_scan(&tracker, folder);
    }
}

fn spawn_scan(tracker: &TaskTracker, folder: &'static str) {
    tracker.spawn(scan(tracker.clone(), folder));
}

async fn tracked() {
    let tracker = TaskTracker::new();
    spawn_scan(&tracker, "/");
    tracker.close();
    tracker.wait().await;
    println!("everything was scanned");
}
// ANCHOR_END: tracked

// ANCHOR: never_closed
async fn never_closed() {
    let tracker = TaskTracker::new();
    spawn_scan(&tracker, "/etc");
    tracker.wait().await;
    println!("everything was scanned");
}
// ANCHOR_END: never_closed

// ANCHOR: permit_too_early
async fn permit_too_early() {
    let begin = Instant::now();
    let slots = Arc::new(Semaphore::new(2));
    let mut set = JoinSet::new();
    for (file, seconds) in FILES {
        let _slot = slots.acquire().await.expect("it is never closed");
        set.spawn(download(file, seconds));
    }
    set.join_all().await;
    println!("all of them, after {} s", begin.elapsed().as_secs());
}
// ANCHOR_END: permit_too_early

// ANCHOR: one_panics
async fn one_panics() {
    let mut set = JoinSet::new();
    set.spawn(brew("coffee", 2));
    set.spawn(async { panic!("the cup falls") });
    while let Some(done) = set.join_next().await {
        match done {
            Ok(made) => println!("made: {made:?}"),
            Err(error) if error.is_panic() => println!("somebody panicked"),
            Err(_) => println!("somebody was cancelled"),
        }
    }
}
// ANCHOR_END: one_panics
