//! Chapter 5, "Tasks": what begins at `spawn`, what a handle is good for, and what happens to a task that nobody watches.
//!
//! `cargo run --bin lesson_5` plays all scenes; `cargo run --bin lesson_5 -- --help` tells what else there is.

use std::{process::ExitCode, rc::Rc, sync::Arc, time::Duration};

use lessons::{Lesson, println};
use tokio::{
    runtime::Handle,
    sync::oneshot,
    task::LocalSet,
    time::{sleep, timeout},
};

fn main() -> ExitCode {
    Lesson::new("Tasks")
        .scene("queued", "a task that is awaited late", queued)
        .scene(
            "at_the_await",
            "a future, awaited after a second",
            at_the_await,
        )
        .scene("at_once", "a task, awaited after a second", at_once)
        .compare(["at_the_await", "at_once"])
        .scene("detached", "a task whose handle is dropped", detached)
        .scene("kept", "a task that only the runtime knows", kept)
        .scene("aborted", "a task that is told to stop", aborted)
        .scene(
            "too_late",
            "a task that is told to stop when it is done",
            too_late,
        )
        .scene(
            "in_one_task",
            "a panic among the parts of one task",
            in_one_task,
        )
        .scene(
            "in_two_tasks",
            "the same panic in a task of its own",
            in_two_tasks,
        )
        .compare(["in_one_task", "in_two_tasks"])
        .scene("part", "a part of a task that is aborted", part)
        .scene("child", "a task of a task that is aborted", child)
        .compare(["part", "child"])
        .scene("moved", "a task that owns what it needs", moved)
        .scene("shared", "two tasks that share what they need", shared)
        .scene("borrowed", "parts of one task, which may borrow", borrowed)
        .scene(
            "on_this_thread",
            "tasks that stay on their thread",
            on_this_thread,
        )
        .scene("named", "tasks with names", named)
        .scene(
            "request_numbers",
            "a value that goes with a future",
            request_numbers,
        )
        .scene("forgotten", "a task that nobody waits for", forgotten)
        .scene("waited_for", "the same task, waited for", waited_for)
        .compare(["forgotten", "waited_for"])
        .scene(
            "one_at_a_time",
            "spawn and await in the same turn",
            one_at_a_time,
        )
        .scene("all_at_once", "spawn all, then await", all_at_once)
        .compare(["one_at_a_time", "all_at_once"])
        .scene("unseen", "a panic that nobody looks at", unseen)
        .scene("gave_up", "a timeout around a handle", gave_up)
        .scene(
            "gave_up_and_stopped",
            "a timeout that aborts the task",
            gave_up_and_stopped,
        )
        .compare(["gave_up", "gave_up_and_stopped"])
        .scene(
            "dropped_before",
            "an Rc that is gone before the await",
            dropped_before,
        )
        .play()
}

// ANCHOR: upload
async fn upload(file: &'static str, seconds: u64) -> u64 {
    println!("{file}: begins");
    sleep(Duration::from_secs(seconds)).await;
    println!("{file}: done");
    seconds * 10 // megabytes
}
// ANCHOR_END: upload

// ANCHOR: queued
async fn greet() {
    println!("hello from the task");
}

async fn queued() {
    let task = tokio::spawn(greet());
    println!("spawned");
    sleep(Duration::from_secs(1)).await;
    println!("slept");
    task.await.expect("a greeting does not panic");
    println!("awaited");
}
// ANCHOR_END: queued

// ANCHOR: at_the_await
async fn at_the_await() {
    let photos = upload("photos", 2);
    sleep(Duration::from_secs(1)).await; // stands for something else to do
    println!("awaiting");
    let size = photos.await;
    println!("{size} MB");
}
// ANCHOR_END: at_the_await

// ANCHOR: at_once
async fn at_once() {
    let photos = tokio::spawn(upload("photos", 2));
    sleep(Duration::from_secs(1)).await; // stands for something else to do
    println!("awaiting");
    let size = photos.await.expect("an upload does not panic");
    println!("{size} MB");
}
// ANCHOR_END: at_once

// ANCHOR: detached
async fn detached() {
    let photos = tokio::spawn(upload("photos", 2));
    drop(photos);
    println!("nobody has a handle now");
    sleep(Duration::from_secs(3)).await;
    println!("main is done");
}
// ANCHOR_END: detached

// ANCHOR: kept
async fn wait_for_news() {
    let (_news_tx, news_rx) = oneshot::channel::<()>();
    println!("waiting");
    let _ = news_rx.await; // nobody but this task could ever send any
    println!("never printed");
}

async fn kept() {
    tokio::spawn(wait_for_news());
    sleep(Duration::from_secs(1)).await;
    let alive = Handle::current().metrics().num_alive_tasks();
    println!("tasks alive: {alive}");
}
// ANCHOR_END: kept

// ANCHOR: careful_upload
/// A file that is on its way. Dropped before it is whole, it is removed.
struct Upload {
    file: &'static str,
    whole: bool,
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.whole {
            println!("{}: half of it is removed", self.file);
        }
    }
}

async fn careful_upload(file: &'static str, seconds: u64) -> u64 {
    let mut upload = Upload { file, whole: false };
    println!("{file}: begins");
    sleep(Duration::from_secs(seconds)).await;
    println!("{file}: done");
    upload.whole = true;
    seconds * 10
}
// ANCHOR_END: careful_upload

// ANCHOR: aborted
async fn aborted() {
    let photos = tokio::spawn(careful_upload("photos", 5));
    sleep(Duration::from_secs(1)).await;
    photos.abort();
    println!("abort has returned");
    match photos.await {
        Ok(size) => println!("{size} MB"),
        Err(error) => println!("cancelled: {}", error.is_cancelled()),
    }
}
// ANCHOR_END: aborted

// ANCHOR: too_late
async fn too_late() {
    let photos = tokio::spawn(careful_upload("photos", 1));
    sleep(Duration::from_secs(2)).await;
    photos.abort();
    match photos.await {
        Ok(size) => println!("{size} MB"),
        Err(error) => println!("cancelled: {}", error.is_cancelled()),
    }
}
// ANCHOR_END: too_late

// ANCHOR: broken_upload
async fn broken_upload(file: &'static str) -> u64 {
    println!("{file}: begins");
    sleep(Duration::from_secs(1)).await;
    panic!("the disk is full")
}
// ANCHOR_END: broken_upload

// ANCHOR: in_one_task
async fn both() -> (u64, u64) {
    tokio::join!(careful_upload("photos", 2), broken_upload("music"))
}

async fn in_one_task() {
    match tokio::spawn(both()).await {
        Ok((photos, music)) => println!("{photos} MB and {music} MB"),
        Err(error) => println!("both panicked: {}", error.is_panic()),
    }
}
// ANCHOR_END: in_one_task

// ANCHOR: in_two_tasks
async fn in_two_tasks() {
    let photos = tokio::spawn(careful_upload("photos", 2));
    let music = tokio::spawn(broken_upload("music"));
    match music.await {
        Ok(size) => println!("music: {size} MB"),
        Err(error) => println!("music panicked: {}", error.is_panic()),
    }
    match photos.await {
        Ok(size) => println!("photos: {size} MB"),
        Err(error) => println!("photos panicked: {}", error.is_panic()),
    }
}
// ANCHOR_END: in_two_tasks

// ANCHOR: part
async fn album() {
    careful_upload("photos", 3).await;
    println!("the album is complete");
}

async fn part() {
    let album = tokio::spawn(album());
    sleep(Duration::from_secs(1)).await;
    album.abort();
    sleep(Duration::from_secs(3)).await;
}
// ANCHOR_END: part

// ANCHOR: child
async fn album_with_child() {
    let photos = tokio::spawn(careful_upload("photos", 3));
    photos.await.expect("an upload does not panic");
    println!("the album is complete");
}

async fn child() {
    let album = tokio::spawn(album_with_child());
    sleep(Duration::from_secs(1)).await;
    album.abort();
    sleep(Duration::from_secs(3)).await;
}
// ANCHOR_END: child

// ANCHOR: moved
async fn moved() {
    let file = String::from("photos");
    let task = tokio::spawn(async move {
        sleep(Duration::from_secs(1)).await;
        println!("the task owns {file:?}");
    });
    task.await.expect("printing does not panic");
}
// ANCHOR_END: moved

// ANCHOR: shared
async fn count(files: Arc<Vec<String>>) {
    println!("the task sees {} files", files.len());
}

async fn shared() {
    let files = Arc::new(vec!["photos".to_owned(), "music".to_owned()]);
    let counting = tokio::spawn(count(Arc::clone(&files)));
    println!("main sees {} files", files.len());
    counting.await.expect("counting does not panic");
}
// ANCHOR_END: shared

// ANCHOR: borrowed
async fn show(file: &str) {
    sleep(Duration::from_secs(1)).await;
    println!("{file}");
}

async fn borrowed() {
    let files = ["photos".to_owned(), "music".to_owned()];
    tokio::join!(show(&files[0]), show(&files[1]));
}
// ANCHOR_END: borrowed

// ANCHOR: on_this_thread
async fn add(total: Rc<std::cell::Cell<u64>>, file: &'static str, seconds: u64) {
    let size = upload(file, seconds).await;
    total.set(total.get() + size);
}

async fn on_this_thread() {
    let total = Rc::new(std::cell::Cell::new(0));
    let tasks = LocalSet::new();
    tasks.spawn_local(add(Rc::clone(&total), "photos", 2));
    tasks.spawn_local(add(Rc::clone(&total), "music", 1));
    tasks.await; // until all of them have ended
    println!("{} MB in all", total.get());
}
// ANCHOR_END: on_this_thread

// ANCHOR: named
async fn named() {
    let backup = tokio::task::Builder::new()
        .name("nightly backup")
        .spawn(upload("photos", 1))
        .expect("we are in a runtime");
    backup.await.expect("an upload does not panic");
}
// ANCHOR_END: named

// ANCHOR: request_numbers
tokio::task_local! {
    static REQUEST: u32;
}

fn log(line: &str) {
    match REQUEST.try_with(|number| *number) {
        Ok(number) => println!("request {number}: {line}"),
        Err(_) => println!("no request: {line}"),
    }
}

async fn handle() {
    log("begins");
    sleep(Duration::from_secs(1)).await;
    log("goes on");
}

async fn request_numbers() {
    // Two values in one task: what has the value is the future in `scope`.
    tokio::join!(REQUEST.scope(1, handle()), REQUEST.scope(2, handle()));

    REQUEST
        .scope(3, async {
            let without = tokio::spawn(async { log("in a task of its own") });
            let with = tokio::spawn(REQUEST.scope(REQUEST.get(), async { log("in another") }));
            without.await.expect("logging does not panic");
            with.await.expect("logging does not panic");
        })
        .await;
}
// ANCHOR_END: request_numbers

// ANCHOR: forgotten
async fn forgotten() {
    tokio::spawn(careful_upload("photos", 2));
    sleep(Duration::from_secs(1)).await;
    println!("main is done");
}
// ANCHOR_END: forgotten

// ANCHOR: waited_for
async fn waited_for() {
    let photos = tokio::spawn(careful_upload("photos", 2));
    sleep(Duration::from_secs(1)).await;
    println!("main is done");
    photos.await.expect("an upload does not panic");
}
// ANCHOR_END: waited_for

// ANCHOR: one_at_a_time
const FILES: [&str; 3] = ["photos", "music", "letters"];

async fn one_at_a_time() {
    for file in FILES {
        let task = tokio::spawn(upload(file, 2));
        task.await.expect("an upload does not panic");
    }
}
// ANCHOR_END: one_at_a_time

// ANCHOR: all_at_once
async fn all_at_once() {
    let tasks = FILES.map(|file| tokio::spawn(upload(file, 2)));
    for task in tasks {
        task.await.expect("an upload does not panic");
    }
}
// ANCHOR_END: all_at_once

// ANCHOR: unseen
async fn unseen() {
    tokio::spawn(broken_upload("photos"));
    sleep(Duration::from_secs(2)).await;
    println!("main is done, and content");
}
// ANCHOR_END: unseen

// ANCHOR: gave_up
async fn gave_up() {
    let photos = tokio::spawn(upload("photos", 3));
    match timeout(Duration::from_secs(1), photos).await {
        Ok(_) => println!("in time"),
        Err(_) => println!("gave up"),
    }
    sleep(Duration::from_secs(3)).await; // other work
}
// ANCHOR_END: gave_up

// ANCHOR: gave_up_and_stopped
async fn gave_up_and_stopped() {
    let mut photos = tokio::spawn(upload("photos", 3));
    match timeout(Duration::from_secs(1), &mut photos).await {
        Ok(_) => println!("in time"),
        Err(_) => {
            photos.abort();
            println!("gave up");
        }
    }
    sleep(Duration::from_secs(3)).await; // other work
}
// ANCHOR_END: gave_up_and_stopped

// ANCHOR: dropped_before
async fn dropped_before() {
    let task = tokio::spawn(async {
        let size = {
            let files = Rc::new(["photos", "music"]);
            files.len()
        };
        sleep(Duration::from_secs(1)).await;
        println!("{size} files");
    });
    task.await.expect("counting does not panic");
}
// ANCHOR_END: dropped_before
