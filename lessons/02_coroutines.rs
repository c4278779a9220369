//! Chapter 2, "Coroutines": what a call of an async function gives, and when its body runs.
//!
//! `cargo run --bin lesson_2` plays all scenes; `cargo run --bin lesson_2 -- --help` tells what else there is.

use std::{cell::Cell, process::ExitCode, time::Duration};

use futures::future::join_all;
use lessons::{Lesson, println};
use tokio::time::{Instant, sleep, timeout};
use world::{Failure, Service, World};

fn main() -> ExitCode {
    Lesson::new("Coroutines")
        .scene(
            "two_greetings",
            "two calls, awaited in another order",
            two_greetings,
        )
        .scene(
            "made_early",
            "a future that lies there for a second",
            made_early,
        )
        .scene("a_coroutine", "several awaits in one function", a_coroutine)
        .scene("at_once", "awaits that have nothing to wait for", at_once)
        .scene(
            "at_the_call",
            "an argument is computed at the call",
            at_the_call,
        )
        .scene("in_the_block", "the same in an async block", in_the_block)
        .compare(["at_the_call", "in_the_block"])
        .scene(
            "two_pauses",
            "a sleep, and an async block that sleeps",
            two_pauses,
        )
        .scene(
            "borrowed_and_moved",
            "what an async block captures",
            borrowed_and_moved,
        )
        .scene(
            "leaves_the_block",
            "a question mark in an async block",
            leaves_the_block,
        )
        .scene("closure", "an async closure that borrows", closure)
        .scene("walk", "an async function that calls itself", walk)
        .scene(
            "never_polled",
            "dropped before the first poll",
            never_polled,
        )
        .scene("dropped_midway", "dropped in the middle", dropped_midway)
        .compare(["never_polled", "dropped_midway"])
        .scene("forgotten", "a call without .await", forgotten)
        .scene("awaited", "the same call with .await", awaited)
        .compare(["forgotten", "awaited"])
        .scene("thrown_away", "a future that nobody sees", thrown_away)
        .panics(
            "runtime_in_runtime",
            "block_on where a runtime runs already",
            runtime_in_runtime,
        )
        .play()
}

// ANCHOR: two_greetings
async fn welcome(name: &str, guests: &Cell<u32>) {
    guests.set(guests.get() + 1);
    println!("welcome, {name}, guest {}", guests.get());
}

async fn two_greetings() {
    let guests = Cell::new(0);
    let ada = welcome("ada", &guests);
    let grace = welcome("grace", &guests);
    println!("{} guests so far", guests.get());
    grace.await;
    ada.await;
}
// ANCHOR_END: two_greetings

// ANCHOR: services
const SECOND: Duration = Duration::from_secs(1);

/// A service that takes a second to answer.
fn service(name: &str) -> Service {
    World::new().service(name).latency(SECOND)
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

// ANCHOR: made_early
async fn made_early() {
    let weather = report(service("rome").answer("sunny"));
    println!("the future is made");
    sleep(2 * SECOND).await;
    println!("and now awaited");
    weather.await;
}
// ANCHOR_END: made_early

// ANCHOR: a_coroutine
async fn steps(who: &str) {
    println!("{who}: step 1");
    println!("{who}: step 2");
    sleep(SECOND).await;
    println!("{who}: step 3");
    println!("{who}: step 4");
}

async fn a_coroutine() {
    tokio::join!(steps("ada"), steps("grace"));
}
// ANCHOR_END: a_coroutine

// ANCHOR: at_once
async fn double(number: u32) -> u32 {
    number * 2
}

async fn add_up(who: &str, begun: &Cell<u32>) {
    begun.set(begun.get() + 1);
    let sum = double(1).await + double(2).await + double(3).await;
    println!("{who}: {sum}, begun: {}", begun.get());
}

async fn at_once() {
    let begun = Cell::new(0);
    tokio::join!(add_up("ada", &begun), add_up("grace", &begun));
}
// ANCHOR_END: at_once

// ANCHOR: choose
async fn greet(city: &str) {
    println!("hello, {city}");
}

fn choose() -> &'static str {
    println!("choosing a city");
    "rome"
}
// ANCHOR_END: choose

// ANCHOR: at_the_call
async fn at_the_call() {
    let greeting = greet(choose());
    println!("the future is made");
    greeting.await;
}
// ANCHOR_END: at_the_call

// ANCHOR: in_the_block
async fn in_the_block() {
    let greeting = async { greet(choose()).await };
    println!("the future is made");
    greeting.await;
}
// ANCHOR_END: in_the_block

// ANCHOR: two_pauses
async fn two_pauses() {
    let start = Instant::now();
    let pause = sleep(3 * SECOND);
    let block = async { sleep(3 * SECOND).await };

    sleep(2 * SECOND).await;
    pause.await;
    println!("the pause is over after {} s", start.elapsed().as_secs());
    block.await;
    println!("the block is over after {} s", start.elapsed().as_secs());
}
// ANCHOR_END: two_pauses

// ANCHOR: borrowed_and_moved
async fn borrowed_and_moved() {
    let mut city = String::from("rome");

    let borrows = async { println!("borrowed: {city}") };
    borrows.await;
    city.push_str(" and oslo"); // the block is gone, and with it the borrow

    let owns = async move { println!("moved: {city}") };
    // `city` is the block's now: it could be sent to another task, or returned from here
    owns.await;
}
// ANCHOR_END: borrowed_and_moved

// ANCHOR: leaves_the_block
async fn leaves_the_block() {
    let rome = service("rome").answer("sunny");
    let oslo = service("oslo").fails_with("snowed in");
    let both = async {
        let in_rome = rome.call("weather").await?;
        let in_oslo = oslo.call("weather").await?;
        Ok::<_, Failure>(format!("{in_rome}, {in_oslo}"))
    };
    match both.await {
        Ok(weather) => println!("{weather}"),
        Err(failure) => println!("one is missing: {failure}"),
    }
    println!("the function goes on");
}
// ANCHOR_END: leaves_the_block

// ANCHOR: closure
/// Asks each city in turn, and hands on what it says.
async fn ask_all(cities: &[Service], mut tell: impl AsyncFnMut(String)) {
    for city in cities {
        if let Ok(weather) = city.call("weather").await {
            tell(weather).await;
        }
    }
}

async fn closure() {
    let cities = [
        service("rome").answer("sunny"),
        service("oslo").answer("snow"),
    ];
    let archive = service("archive");
    let mut seen = Vec::new();

    ask_all(&cities, async |weather| {
        if archive.call(&weather).await.is_ok() {
            println!("archived: {weather}");
            seen.push(weather);
        }
    })
    .await;
    println!("{} in all: {}", seen.len(), seen.join(", "));
}
// ANCHOR_END: closure

// ANCHOR: walk
/// How many files there are in this folder and below it. `disk` answers with the names in a folder; those of folders end
/// in `/`.
async fn count_files(disk: &Service, folder: String) -> Result<usize, Failure> {
    let names = disk.call(&folder).await?;
    println!("{folder} has {names}");
    let (folders, files): (Vec<_>, Vec<_>) = names.split(' ').partition(|name| name.ends_with('/'));
    let below = folders
        .iter()
        .map(|name| Box::pin(count_files(disk, format!("{folder}{name}"))));
    let mut sum = files.len();
    for counted in join_all(below).await {
        sum += counted?;
    }
    Ok(sum)
}

async fn walk() {
    let disk = service("disk").answer_with(|asked| match asked.request.as_str() {
        "/" => Ok("readme src/ docs/".to_owned()),
        "/src/" => Ok("main lib".to_owned()),
        "/docs/" => Ok("index img/".to_owned()),
        "/docs/img/" => Ok("logo".to_owned()),
        _ => Err("no such folder".to_owned()),
    });
    match count_files(&disk, "/".to_owned()).await {
        Ok(files) => println!("{files} files"),
        Err(failure) => println!("{failure}"),
    }
}
// ANCHOR_END: walk

// ANCHOR: parcel
struct Parcel;

impl Drop for Parcel {
    fn drop(&mut self) {
        println!("the parcel is gone");
    }
}

async fn deliver(_parcel: Parcel) {
    println!("on the way");
    sleep(3 * SECOND).await;
    println!("delivered");
}
// ANCHOR_END: parcel

// ANCHOR: never_polled
async fn never_polled() {
    let delivery = deliver(Parcel);
    println!("the future is made");
    drop(delivery);
    println!("the future is dropped");
}
// ANCHOR_END: never_polled

// ANCHOR: dropped_midway
async fn dropped_midway() {
    let delivery = deliver(Parcel);
    println!("the future is made");
    if timeout(SECOND, delivery).await.is_err() {
        println!("the future is dropped");
    }
}
// ANCHOR_END: dropped_midway

// ANCHOR: save
async fn save(archive: &Service, text: &str) {
    match archive.call(text).await {
        Ok(_) => println!("saved: {text}"),
        Err(failure) => println!("not saved: {failure}"),
    }
}
// ANCHOR_END: save

// ANCHOR: forgotten
#[allow(unused_must_use, reason = "this is the mistake, and rustc sees it")]
async fn forgotten() {
    let archive = service("archive");
    save(&archive, "a letter");
    println!("your letter is saved");
}
// ANCHOR_END: forgotten

// ANCHOR: awaited
async fn awaited() {
    let archive = service("archive");
    save(&archive, "a letter").await;
    println!("your letter is saved");
}
// ANCHOR_END: awaited

// ANCHOR: thrown_away
async fn thrown_away() {
    let archive = service("archive");
    let letter = Some("a letter");

    letter.map(async |text| save(&archive, text).await);
    println!("saved, is it?");

    if let Some(text) = letter {
        save(&archive, text).await;
    }
}
// ANCHOR_END: thrown_away

// ANCHOR: runtime_in_runtime
/// A function that is not async, and wants to call one that is.
fn weather_now(city: Service) {
    let runtime = tokio::runtime::Handle::current();
    runtime.block_on(report(city));
}

async fn runtime_in_runtime() {
    println!("calling a function that is not async");
    weather_now(service("rome"));
}
// ANCHOR_END: runtime_in_runtime
