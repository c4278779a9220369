//! Chapter 9, "Errors": what can go wrong in a task, who learns of it, and what must not be lost on the way.
//!
//! `cargo run --bin lesson_9` plays all scenes; `cargo run --bin lesson_9 -- --help` tells what else there is.

use std::{any::Any, process::ExitCode, time::Duration};

use anyhow::Context;
use futures::future::join_all;
use lessons::{Lesson, println};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use world::{Failure, Service, World};

fn main() -> ExitCode {
    Lesson::new("Errors")
        .scene(
            "question_mark",
            "`?` leaves the function, and drops what it holds",
            question_mark,
        )
        .scene("four_ends", "how a task can end", four_ends)
        .scene(
            "without_context",
            "an error that nobody can place",
            without_context,
        )
        .scene(
            "with_context",
            "the same error, with its context",
            with_context,
        )
        .scene("typed", "an error that a program can take apart", typed)
        .scene(
            "in_order",
            "handles awaited in the order of spawning",
            in_order,
        )
        .scene("as_they_end", "tasks joined as they end", as_they_end)
        .compare(["in_order", "as_they_end"])
        .scene("partial", "some answers, and some failures", partial)
        .scene("lost", "a failure that nobody awaits", lost)
        .panics(
            "spread",
            "the panic of a task becomes one of `main`",
            spread,
        )
        .scene("cancelled", "a cancelled task sees no error", cancelled)
        .play()
}

// ANCHOR: services
/// Three weather services; the one in oslo is out of order.
fn services() -> [Service; 3] {
    let world = World::new();
    let service = |name, seconds| world.service(name).latency(Duration::from_secs(seconds));
    [
        service("rome", 3).answer("sunny"),
        service("oslo", 1).fails_with("out of order"),
        service("cairo", 2).answer("dry"),
    ]
}

async fn ask(service: Service) -> Result<String, Failure> {
    service.call("weather").await
}
// ANCHOR_END: services

// ANCHOR: question_mark
async fn journey() -> Result<String, Failure> {
    let [rome, oslo, cairo] = services();
    let in_rome = rome.call("weather").await?;
    println!("rome: {in_rome}");
    let in_oslo = oslo.call("weather").await?;
    println!("oslo: {in_oslo}");
    let in_cairo = cairo.call("weather").await?;
    Ok(format!("{in_rome}, {in_oslo}, {in_cairo}"))
}

async fn question_mark() {
    match journey().await {
        Ok(weather) => println!("on the way: {weather}"),
        Err(failure) => println!("no journey: {failure}"),
    }
}
// ANCHOR_END: question_mark

// ANCHOR: four_ends
async fn job(how: &str) -> Result<String, String> {
    sleep(Duration::from_secs(1)).await;
    match how {
        "completes" => Ok("a map".to_owned()),
        "fails" => Err("the disk is full".to_owned()),
        _ => panic!("the pen breaks"),
    }
}

async fn four_ends() {
    let completes = tokio::spawn(job("completes"));
    let fails = tokio::spawn(job("fails"));
    let panics = tokio::spawn(job("panics"));
    let cancelled = tokio::spawn(job("is cancelled"));
    cancelled.abort();

    for task in [completes, fails, panics, cancelled] {
        match task.await {
            Ok(Ok(made)) => println!("completed: {made}"),
            Ok(Err(failure)) => println!("failed: {failure}"),
            Err(error) => match error.try_into_panic() {
                Ok(payload) => println!("panicked: {}", message(&*payload)),
                Err(_) => println!("cancelled"),
            },
        }
    }
}

/// What a panic says, where it is text: `panic!("…")` makes a `&str`, and a `String` where there is something to format.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("something that is no text")
}
// ANCHOR_END: four_ends

// ANCHOR: without_context
async fn read(file: &str) -> Result<String, String> {
    sleep(Duration::from_secs(1)).await;
    match file {
        "ada.toml" => Ok("name = \"Ada\"".to_owned()),
        _ => Err("not found".to_owned()),
    }
}

async fn without_context() {
    let files = ["ada.toml", "grace.toml", "alan.toml"];
    for read in join_all(files.map(read)).await {
        println!("{read:?}");
    }
}
// ANCHOR_END: without_context

// ANCHOR: with_context
async fn load(file: &str) -> anyhow::Result<String> {
    let text = read(file).await.map_err(anyhow::Error::msg);
    text.with_context(|| format!("reading `{file}`"))
}

async fn with_context() {
    let files = ["ada.toml", "grace.toml", "alan.toml"];
    for loaded in join_all(files.map(load)).await {
        match loaded {
            Ok(text) => println!("{text}"),
            Err(error) => println!("error: {error:#}"),
        }
    }
}
// ANCHOR_END: with_context

// ANCHOR: typed
#[derive(Debug, thiserror::Error)]
enum ReportError {
    #[error("no weather for {city}")]
    Weather { city: String, source: Failure },
    #[error("the report was not finished")]
    Unfinished(#[from] tokio::task::JoinError),
}

async fn report(service: Service) -> Result<String, ReportError> {
    let city = service.name();
    let asked = tokio::spawn(ask(service)).await?;
    asked.map_err(|source| ReportError::Weather { city, source })
}

async fn typed() {
    let [_, oslo, _] = services();
    match report(oslo).await {
        Ok(weather) => println!("{weather}"),
        Err(ReportError::Weather { city, source }) => {
            println!("{city} says nothing today, because it is {}", source.reason);
        }
        Err(error) => println!("{error}"),
    }
}
// ANCHOR_END: typed

// ANCHOR: in_order
async fn in_order() {
    let tasks = services().map(|service| tokio::spawn(ask(service)));
    for task in tasks {
        match task.await.expect("a call does not panic") {
            Ok(weather) => println!("{weather}"),
            Err(failure) => return println!("{failure}"),
        }
    }
}
// ANCHOR_END: in_order

// ANCHOR: as_they_end
async fn as_they_end() {
    let mut tasks = JoinSet::new();
    for service in services() {
        tasks.spawn(ask(service));
    }
    while let Some(ended) = tasks.join_next().await {
        match ended.expect("a call does not panic") {
            Ok(weather) => println!("{weather}"),
            Err(failure) => {
                println!("{failure}");
                tasks.shutdown().await;
            }
        }
    }
}
// ANCHOR_END: as_they_end

// ANCHOR: partial
async fn partial() {
    let asked =
        services().map(|service| async move { (service.name(), service.call("weather").await) });
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (city, answer) in join_all(asked).await {
        match answer {
            Ok(weather) => known.push(format!("{city}: {weather}")),
            Err(failure) => unknown.push(format!("{city} ({})", failure.reason)),
        }
    }
    println!("{}", known.join(", "));
    println!("not known: {}", unknown.join(", "));
}
// ANCHOR_END: partial

// ANCHOR: lost
async fn save(text: &str) -> Result<(), String> {
    sleep(Duration::from_secs(1)).await;
    Err(format!("the disk is full, {} bytes are lost", text.len()))
}

async fn lost() {
    tokio::spawn(save("a year of work"));
    sleep(Duration::from_secs(2)).await;
    println!("saved");
}
// ANCHOR_END: lost

// ANCHOR: spread
async fn spread() {
    let mut tasks = JoinSet::new();
    tasks.spawn(job("completes"));
    tasks.spawn(job("panics"));
    for made in tasks.join_all().await {
        println!("{made:?}");
    }
}
// ANCHOR_END: spread

// ANCHOR: cancelled
/// Prints when it is dropped, however that comes.
struct Open;

impl Drop for Open {
    fn drop(&mut self) {
        println!("closed");
    }
}

async fn patient() -> Result<String, Failure> {
    let [rome, ..] = services();
    let _open = Open;
    let answer = rome.call("weather").await;
    println!("the answer, or the failure: {answer:?}");
    answer
}

async fn cancelled() {
    let answer = timeout(Duration::from_secs(1), patient()).await;
    println!("{answer:?}");
}
// ANCHOR_END: cancelled
