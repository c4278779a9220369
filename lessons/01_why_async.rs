//! Chapter 1, "Why async": waits that overlap, work that does not, and code that only looks async.
//!
//! `cargo run --bin lesson_1` plays all scenes; `cargo run --bin lesson_1 -- --help` tells what else there is.

use std::{process::ExitCode, time::Duration};

use lessons::{Lesson, Table, println};
use tokio::time::{Instant, interval, sleep};
use world::{Service, World};

fn main() -> ExitCode {
    Lesson::new("Why async")
        .scene("in_a_row", "three waits, one after the other", in_a_row)
        .scene("overlapped", "the same three waits, overlapped", overlapped)
        .compare(["in_a_row", "overlapped"])
        .knob(
            "slowest",
            "rome answers after",
            [("1 s", 1), ("3 s", 3), ("6 s", 6)],
            |seconds| slowest(Duration::from_secs(seconds)),
        )
        .scene("breakfast", "three waits of different length", breakfast)
        .scene("computing", "three computations, each in a task", computing)
        .scene("compute_first", "work in front of the waits", compute_first)
        .scene("compute_last", "work behind the waits", compute_last)
        .compare(["compute_first", "compute_last"])
        .scene("sprinkled", "async in front of code that blocks", sprinkled)
        .scene("frozen", "a heartbeat, and a call that blocks", frozen)
        .scene("alive", "a heartbeat, and a call that waits", alive)
        .compare(["frozen", "alive"])
        .measure("threads_and_tasks", "a thousand of each", threads_and_tasks)
        .play()
}

// ANCHOR: services
/// Three weather services, each of which takes three seconds to answer.
fn services() -> [Service; 3] {
    let world = World::new();
    let service = |name| world.service(name).latency(Duration::from_secs(3));
    [
        service("rome").answer("sunny"),
        service("oslo").answer("snow"),
        service("cairo").answer("dry"),
    ]
}
// ANCHOR_END: services

// ANCHOR: report
async fn report(city: Service) {
    println!("{}: asking", city.name());
    match city.call("weather").await {
        Ok(weather) => println!("{}: {weather}", city.name()),
        Err(failure) => println!("{}: no answer, {failure}", city.name()),
    }
}
// ANCHOR_END: report

// ANCHOR: in_a_row
async fn in_a_row() {
    let [rome, oslo, cairo] = services();
    report(rome).await;
    report(oslo).await;
    report(cairo).await;
}
// ANCHOR_END: in_a_row

// ANCHOR: overlapped
async fn overlapped() {
    let [rome, oslo, cairo] = services();
    tokio::join!(report(rome), report(oslo), report(cairo));
}
// ANCHOR_END: overlapped

// ANCHOR: slowest
async fn slowest(rome_takes: Duration) {
    let world = World::new();
    let service = |name, latency| world.service(name).latency(latency).answer("sunny");
    let rome = service("rome", rome_takes);
    let oslo = service("oslo", Duration::from_secs(3));
    let cairo = service("cairo", Duration::from_secs(2));
    tokio::join!(report(rome), report(oslo), report(cairo));
}
// ANCHOR_END: slowest

// ANCHOR: breakfast
async fn breakfast() {
    async fn ready_after(seconds: u64, what: &str) {
        sleep(Duration::from_secs(seconds)).await;
        println!("{what}");
    }
    let start = Instant::now();
    tokio::join!(
        ready_after(2, "coffee"),
        ready_after(3, "toast"),
        ready_after(1, "juice"),
    );
    println!("breakfast, after {} s", start.elapsed().as_secs());
}
// ANCHOR_END: breakfast

// ANCHOR: computing
async fn analyse(name: &str) {
    println!("{name}: computing");
    world::compute(Duration::from_secs(3)); // stands for three seconds of work for the processor
    println!("{name}: done");
}

async fn computing() {
    let rome = tokio::spawn(analyse("rome"));
    let oslo = tokio::spawn(analyse("oslo"));
    let cairo = tokio::spawn(analyse("cairo"));
    for task in [rome, oslo, cairo] {
        task.await.expect("an analysis does not panic");
    }
}
// ANCHOR_END: computing

// ANCHOR: compute_first
async fn compute_first() {
    let [rome, oslo, _] = services();
    tokio::join!(analyse("local"), report(rome), report(oslo));
}
// ANCHOR_END: compute_first

// ANCHOR: compute_last
async fn compute_last() {
    let [rome, oslo, _] = services();
    tokio::join!(report(rome), report(oslo), analyse("local"));
}
// ANCHOR_END: compute_last

// ANCHOR: sprinkled
async fn report_blocking(city: Service) {
    println!("{}: asking", city.name());
    match city.call_blocking("weather") {
        Ok(weather) => println!("{}: {weather}", city.name()),
        Err(failure) => println!("{}: no answer, {failure}", city.name()),
    }
}

async fn sprinkled() {
    let [rome, oslo, cairo] = services();
    tokio::join!(
        report_blocking(rome),
        report_blocking(oslo),
        report_blocking(cairo),
    );
}
// ANCHOR_END: sprinkled

// ANCHOR: heartbeat
async fn heartbeat() {
    let mut beat = interval(Duration::from_secs(1));
    for number in 0..5 {
        beat.tick().await;
        println!("beat {number}");
    }
}
// ANCHOR_END: heartbeat

// ANCHOR: frozen
async fn frozen() {
    let [rome, ..] = services();
    let heartbeat = tokio::spawn(heartbeat());
    sleep(Duration::from_millis(500)).await;
    report_blocking(rome).await;
    heartbeat.await.expect("a heartbeat does not panic");
}
// ANCHOR_END: frozen

// ANCHOR: alive
async fn alive() {
    let [rome, ..] = services();
    let heartbeat = tokio::spawn(heartbeat());
    sleep(Duration::from_millis(500)).await;
    report(rome).await;
    heartbeat.await.expect("a heartbeat does not panic");
}
// ANCHOR_END: alive

// ANCHOR: threads_and_tasks
const MANY: usize = 1000;

/// Starts a thousand tasks, then a thousand threads, all of which wait, and measures both.
fn threads_and_tasks() -> Table {
    let (tasks_start, tasks_memory) = lessons::measure(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime needs one thread, and this is it");
        let waiting = async || sleep(Duration::from_secs(3600)).await;
        let tasks: Vec<_> = (0..MANY).map(|_| runtime.spawn(waiting())).collect();
        runtime.block_on(tokio::task::yield_now()); // every task has its turn, and now waits
        move || drop((tasks, runtime))
    });
    let (threads_start, threads_memory) = lessons::measure(|| {
        let gate = std::sync::Arc::new(std::sync::Barrier::new(MANY + 1));
        let waiting = || {
            let gate = gate.clone();
            std::thread::spawn(move || gate.wait())
        };
        let threads: Vec<_> = (0..MANY).map(|_| waiting()).collect();
        move || {
            gate.wait();
            threads.into_iter().for_each(|thread| drop(thread.join()));
        }
    });
    Table::new(["", "to start", "memory"])
        .row(["1,000 threads", &threads_start, &threads_memory])
        .row(["1,000 tasks", &tasks_start, &tasks_memory])
}
// ANCHOR_END: threads_and_tasks
