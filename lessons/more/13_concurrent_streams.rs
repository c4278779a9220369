//! Chapter 13, "Streams at full width": several items of a stream under way at once, streams and time, several streams as one.
//!
//! `cargo run --bin lesson_13` plays all scenes; `cargo run --bin lesson_13 -- --help` tells what else there is.
//!
//! `futures` and `tokio-stream` each have a trait `StreamExt`. Every scene imports the one whose methods it calls.

use std::{pin::pin, process::ExitCode, time::Duration};

use async_stream::stream;
use futures::stream::{self, Stream};
use lessons::{Lesson, Table, println};
use tokio::{
    sync::{Mutex, mpsc},
    time::{Instant, sleep, sleep_until},
};
use tokio_stream::{StreamMap, wrappers::ReceiverStream};

fn main() -> ExitCode {
    const WIDTHS: [(&str, usize); 4] = [
        ("1 at once", 1),
        ("2 at once", 2),
        ("3 at once", 3),
        ("6 at once", 6),
    ];
    Lesson::new("Streams at full width")
        .scene("one_by_one", "one download after the other", one_by_one)
        .marbles(&["begin", ".then(download)", "out"])
        .knob("ordered", "buffered", WIDTHS, ordered)
        .marbles(&["begin", "download()", "done", ".buffered(width)", "out"])
        .knob("unordered", "buffer_unordered", WIDTHS, unordered)
        .marbles(&[
            "begin",
            "download()",
            "done",
            ".buffer_unordered(width)",
            "out",
        ])
        .compare(["ordered_2_at_once", "unordered_2_at_once"])
        .scene("for_each", "work on each, two at once", for_each)
        .scene("held_back", "nobody polls the buffer", held_back)
        .marbles(&[
            "begin",
            "connect()",
            "connected",
            "read()",
            "done",
            ".buffered(2)",
            "out",
        ])
        .scene("in_tasks", "each in a task of its own", in_tasks)
        .marbles(&[
            "begin",
            "connect()",
            "connected",
            "read()",
            "done",
            ".buffered(2)",
            "out",
        ])
        .compare(["held_back", "in_tasks"])
        .knob(
            "channel",
            "room in the channel",
            [("1 reading", 1), ("2 readings", 2), ("4 readings", 4)],
            channel,
        )
        .marbles(&["source", "mpsc::channel(room)", "out"])
        .scene("gaps", "a timeout for each item", gaps)
        .marbles(&["beat", ".timeout(1.5 s)", "out"])
        .knob(
            "throttled",
            "at least so long between two",
            [
                ("0.5 s", Duration::from_millis(500)),
                ("1 s", Duration::from_secs(1)),
                ("2 s", Duration::from_secs(2)),
            ],
            throttled,
        )
        .marbles(&["source", ".throttle(pause)", "out"])
        .knob(
            "batches",
            "a batch is full at 3, or after",
            [
                ("1 s", Duration::from_secs(1)),
                ("2 s", Duration::from_secs(2)),
                ("5 s", Duration::from_secs(5)),
            ],
            batches,
        )
        .marbles(&["line", ".chunks_timeout(3, age)", "out"])
        .scene("merged", "two sensors, as they come", merged)
        .marbles(&["indoors", "outdoors", ".merge(outdoors)", "out"])
        .scene("all_rooms", "many sensors, as they come", all_rooms)
        .marbles(&["indoors", "outdoors", "attic", "select_all(rooms)", "out"])
        .measure("rooms", "a map of streams", rooms)
        .scene(
            "whole_chunks",
            "batches that wait until they are full",
            whole_chunks,
        )
        .marbles(&["line", ".chunks(3)", "out"])
        .compare(["whole_chunks", "batches_2_s"])
        .scene("zipped", "two sensors in pairs", zipped)
        .marbles(&["indoors", "outdoors", ".zip(outdoors)", "out"])
        .compare(["zipped", "merged"])
        .stalls("locked_in", "a lock that is held in the buffer", locked_in)
        .stalls("no_room", "a buffer without room", no_room)
        .play()
}

// ANCHOR: download
/// Six files, and how many seconds each takes.
const FILES: [(&str, u64); 6] = [("a", 4), ("b", 1), ("c", 1), ("d", 3), ("e", 2), ("f", 1)];

async fn download((file, seconds): (&'static str, u64)) -> &'static str {
    println!("begin: {file}");
    sleep(Duration::from_secs(seconds)).await;
    println!("done: {file}");
    file
}
// ANCHOR_END: download

// ANCHOR: one_by_one
async fn one_by_one() {
    use futures::StreamExt;

    let mut files = pin!(stream::iter(FILES).then(download));
    while let Some(file) = files.next().await {
        println!("out: {file}");
    }
    println!("out: end");
}
// ANCHOR_END: one_by_one

// ANCHOR: ordered
async fn ordered(width: usize) {
    use futures::StreamExt;

    let mut files = pin!(stream::iter(FILES).map(download).buffered(width));
    while let Some(file) = files.next().await {
        println!("out: {file}");
    }
    println!("out: end");
}
// ANCHOR_END: ordered

// ANCHOR: unordered
async fn unordered(width: usize) {
    use futures::StreamExt;

    let mut files = pin!(stream::iter(FILES).map(download).buffer_unordered(width));
    while let Some(file) = files.next().await {
        println!("out: {file}");
    }
    println!("out: end");
}
// ANCHOR_END: unordered

// ANCHOR: for_each
async fn for_each() {
    use futures::StreamExt;

    let all = stream::iter(FILES).for_each_concurrent(2, async |file| {
        download(file).await;
    });
    all.await;
    println!("all of them");
}
// ANCHOR_END: for_each

// ANCHOR: held_back
/// Finds the server, then reads the file: a second each.
async fn fetch(file: &'static str) -> &'static str {
    println!("begin: {file}");
    sleep(Duration::from_secs(1)).await;
    println!("connected: {file}");
    sleep(Duration::from_secs(1)).await;
    println!("done: {file}");
    file
}

async fn held_back() {
    use futures::StreamExt;

    let mut files = pin!(stream::iter(["a", "b", "c", "d"]).map(fetch).buffered(2));
    while let Some(file) = files.next().await {
        println!("out: {file}");
        sleep(Duration::from_secs(3)).await; // work on it
    }
}
// ANCHOR_END: held_back

// ANCHOR: in_tasks
async fn in_tasks() {
    use futures::StreamExt;

    let files = stream::iter(["a", "b", "c", "d"])
        .map(|file| tokio::spawn(fetch(file)))
        .buffered(2);
    let mut files = pin!(files);
    while let Some(fetched) = files.next().await {
        println!("out: {}", fetched.expect("it does not panic"));
        sleep(Duration::from_secs(3)).await; // work on it
    }
}
// ANCHOR_END: in_tasks

// ANCHOR: channel
/// Takes a reading each second, and sends it.
async fn measure(outbox: mpsc::Sender<u32>) {
    for reading in 1..=6 {
        sleep(Duration::from_secs(1)).await;
        println!("source: {reading}");
        if outbox.send(reading).await.is_err() {
            return; // nobody listens any more
        }
    }
}

async fn channel(room: usize) {
    use futures::StreamExt;

    let (outbox, inbox) = mpsc::channel(room);
    tokio::spawn(measure(outbox));
    let mut readings = ReceiverStream::new(inbox);
    while let Some(reading) = readings.next().await {
        println!("out: {reading}");
        sleep(Duration::from_secs(3)).await; // work on it
    }
}
// ANCHOR_END: channel

// ANCHOR: at
/// Each item after so many milliseconds, counted from the first time that somebody asks.
fn at<T: Copy + 'static>(items: &'static [(u64, T)]) -> impl Stream<Item = T> {
    stream! {
        let begin = Instant::now();
        for &(millis, item) in items {
            sleep_until(begin + Duration::from_millis(millis)).await;
            yield item;
        }
    }
}
// ANCHOR_END: at

// ANCHOR: gaps
fn beats() -> impl Stream<Item = u32> {
    use futures::StreamExt;

    let beats = at(&[(1000, 1), (2000, 2), (6000, 3), (7000, 4)]);
    beats.inspect(|number| println!("beat: {number}"))
}

async fn gaps() {
    use tokio_stream::StreamExt;

    let mut beats = pin!(beats().timeout(Duration::from_millis(1500)));
    while let Some(beat) = beats.next().await {
        match beat {
            Ok(number) => println!("out: {number}"),
            Err(late) => println!("out: error: {late}"),
        }
    }
    println!("out: end");
}
// ANCHOR_END: gaps

// ANCHOR: throttled
async fn throttled(pause: Duration) {
    use tokio_stream::StreamExt;

    let letters = tokio_stream::iter(["a", "b", "c"]).map(|letter| {
        println!("source: {letter}");
        letter
    });
    let mut letters = pin!(letters.throttle(pause));
    while let Some(letter) = letters.next().await {
        println!("out: {letter}");
    }
    println!("out: end");
}
// ANCHOR_END: throttled

// ANCHOR: batches
fn lines() -> impl Stream<Item = &'static str> {
    use futures::StreamExt;

    let lines = at(&[
        (500, "a"),
        (1000, "b"),
        (1500, "c"),
        (3000, "d"),
        (7000, "e"),
    ]);
    lines.inspect(|line| println!("line: {line}"))
}

async fn batches(age: Duration) {
    use tokio_stream::StreamExt;

    let mut batches = pin!(lines().chunks_timeout(3, age));
    while let Some(batch) = batches.next().await {
        println!("out: {batch:?}");
    }
    println!("out: end");
}
// ANCHOR_END: batches

// ANCHOR: whole_chunks
async fn whole_chunks() {
    use futures::StreamExt;

    let mut batches = pin!(lines().chunks(3));
    while let Some(batch) = batches.next().await {
        println!("out: {batch:?}");
    }
    println!("out: end");
}
// ANCHOR_END: whole_chunks

// ANCHOR: sensors
fn indoors() -> impl Stream<Item = u32> {
    use futures::StreamExt;

    at(&[(2000, 20), (4000, 21)]).inspect(|celsius| println!("indoors: {celsius}"))
}

fn outdoors() -> impl Stream<Item = u32> {
    use futures::StreamExt;

    at(&[(1000, 7), (5000, 8), (6000, 9)]).inspect(|celsius| println!("outdoors: {celsius}"))
}
// ANCHOR_END: sensors

// ANCHOR: merged
async fn merged() {
    use tokio_stream::StreamExt;

    let mut both = pin!(indoors().merge(outdoors()));
    while let Some(celsius) = both.next().await {
        println!("out: {celsius}");
    }
    println!("out: end");
}
// ANCHOR_END: merged

// ANCHOR: zipped
async fn zipped() {
    use futures::StreamExt;

    let mut pairs = pin!(indoors().zip(outdoors()));
    while let Some((inside, outside)) = pairs.next().await {
        println!("out: [{inside}, {outside}]");
    }
    println!("out: end");
}
// ANCHOR_END: zipped

// ANCHOR: all_rooms
async fn all_rooms() {
    use futures::StreamExt;

    let attic = at(&[(3000, 30), (7000, 31)]).inspect(|celsius| println!("attic: {celsius}"));
    let rooms = [indoors().boxed(), outdoors().boxed(), attic.boxed()];
    let mut all = stream::select_all(rooms);
    while let Some(celsius) = all.next().await {
        println!("out: {celsius}");
    }
    println!("out: end");
}
// ANCHOR_END: all_rooms

// ANCHOR: rooms
async fn rooms_by_name() -> Table {
    use tokio_stream::StreamExt;

    let begin = Instant::now();
    let mut table = Table::new(["room", "after", "celsius"]);
    let mut rooms = StreamMap::new();
    rooms.insert("hall", Box::pin(at(&[(1000, 20), (4000, 21), (9000, 22)])));
    rooms.insert("attic", Box::pin(at(&[(2000, 30)])));
    while let Some((room, celsius)) = rooms.next().await {
        let after = format!("{} s", begin.elapsed().as_secs());
        table = table.row([room, &after, &celsius.to_string()]);
        match room {
            "attic" => drop(rooms.insert("cellar", Box::pin(at(&[(1000, 12), (5000, 13)])))),
            "cellar" => drop(rooms.remove("hall")),
            _ => {}
        }
    }
    table
}
// ANCHOR_END: rooms

/// Not recorded: in which order a `StreamMap` asks its streams is left to chance, and no seed can be set.
fn rooms() -> Table {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime can be made");
    runtime.block_on(rooms_by_name())
}

// ANCHOR: locked_in
/// Notes the file down while it has the list to itself.
async fn note(list: &Mutex<Vec<&'static str>>, file: &'static str) -> &'static str {
    let mut list = list.lock().await;
    sleep(Duration::from_secs(1)).await;
    list.push(file);
    file
}

async fn locked_in() {
    use futures::StreamExt;

    let list = Mutex::new(Vec::new());
    let files = stream::iter(["a", "b", "c"]).map(|file| note(&list, file));
    let mut files = pin!(files.buffered(2));
    while let Some(file) = files.next().await {
        println!("out: {file}");
        println!("noted: {}", list.lock().await.len());
    }
}
// ANCHOR_END: locked_in

// ANCHOR: no_room
async fn no_room() {
    use futures::StreamExt;

    let mut files = pin!(stream::iter(FILES).map(download).buffered(0));
    println!("out: {:?}", files.next().await);
}
// ANCHOR_END: no_room
