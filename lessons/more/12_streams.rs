//! Chapter 12, "Streams": values that come one after another, each after a wait.
//!
//! `cargo run --bin lesson_12` plays all scenes; `cargo run --bin lesson_12 -- --help` tells what else there is.

use std::{
    collections::VecDeque,
    future::ready,
    num::ParseIntError,
    pin::{Pin, pin},
    process::ExitCode,
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
    time::Duration,
};

use async_stream::{stream, try_stream};
use futures::{
    TryStreamExt,
    stream::{self, Stream, StreamExt},
};
use lessons::{Lesson, println};
use tokio::time::{Sleep, sleep, timeout};

fn main() -> ExitCode {
    Lesson::new("Streams")
        .scene("lazy", "made early, asked late", lazy)
        .marbles(&["read", "stream! { … }", "out"])
        .knob(
            "pulled",
            "work for each reading",
            [
                ("none", Duration::ZERO),
                ("1 s", Duration::from_secs(1)),
                ("2 s", Duration::from_secs(2)),
            ],
            pulled,
        )
        .marbles(&["read", "stream! { … }", "out"])
        .scene("for_await", "one block takes from another", for_await)
        .scene("unfolded", "a stream from a state", unfolded)
        .scene("by_hand", "the same by hand", by_hand)
        .scene("stages", "one stream made of another", stages)
        .marbles(&[
            "source",
            ".filter(even)",
            "even",
            ".then(0.5 s) .take(2)",
            "out",
        ])
        .scene(
            "first_error_ends",
            "the first error ends it",
            first_error_ends,
        )
        .marbles(&["line", "try_stream! { … }", "out"])
        .scene("goes_on", "an error is an item like others", goes_on)
        .marbles(&["line", "stream! { … }", "out"])
        .compare(["first_error_ends", "goes_on"])
        .scene("only_numbers", "the caller stops at an error", only_numbers)
        .scene("impatient", "a wait that is given up", impatient)
        .scene("left_early", "a stream that is dropped", left_early)
        .scene("collected", "nothing before the end", collected)
        .marbles(&["read", ".collect()", "out"])
        .compare(["collected", "pulled_none"])
        .scene("made_anew", "a stream made anew each turn", made_anew)
        .compare(["made_anew", "impatient"])
        .panics("past_the_end", "asked again after the end", past_the_end)
        .stalls("never_woken", "a stream that wakes nobody", never_woken)
        .play()
}

// ANCHOR: thermometer
/// Reads a thermometer three times, each time after a second.
fn thermometer() -> impl Stream<Item = u32> {
    stream! {
        for celsius in [18, 19, 21] {
            sleep(Duration::from_secs(1)).await;
            println!("read: {celsius}");
            yield celsius;
        }
    }
}
// ANCHOR_END: thermometer

// ANCHOR: lazy
async fn lazy() {
    let mut readings = pin!(thermometer());
    println!("the stream is made");
    sleep(Duration::from_secs(2)).await;
    println!("now somebody asks");
    while let Some(celsius) = readings.next().await {
        println!("out: {celsius}");
    }
    println!("out: end");
}
// ANCHOR_END: lazy

// ANCHOR: pulled
async fn pulled(work: Duration) {
    let mut readings = pin!(thermometer());
    while let Some(celsius) = readings.next().await {
        sleep(work).await;
        println!("out: {celsius}");
    }
    println!("out: end");
}
// ANCHOR_END: pulled

// ANCHOR: for_await
fn fahrenheit() -> impl Stream<Item = u32> {
    stream! {
        for await celsius in thermometer() {
            yield celsius * 9 / 5 + 32;
        }
    }
}

async fn for_await() {
    let mut readings = pin!(fahrenheit());
    while let Some(fahrenheit) = readings.next().await {
        println!("out: {fahrenheit}");
    }
}
// ANCHOR_END: for_await

// ANCHOR: unfolded
/// Waits 1, 2, 4, 8 … seconds, and gives each number when its wait is over.
fn doubling() -> impl Stream<Item = u64> {
    stream::unfold(1, async |seconds| {
        sleep(Duration::from_secs(seconds)).await;
        Some((seconds, seconds * 2)) // the item, and the state for the next one
    })
}

async fn unfolded() {
    let mut pauses = pin!(doubling().take(3));
    while let Some(seconds) = pauses.next().await {
        println!("out: {seconds}");
    }
}
// ANCHOR_END: unfolded

// ANCHOR: by_hand
struct Doubling {
    seconds: u64,
    /// The wait that is under way. There is none before somebody asks.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream for Doubling {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<u64>> {
        let this = &mut *self;
        let seconds = this.seconds;
        let pause = this
            .pause
            .get_or_insert_with(|| Box::pin(sleep(Duration::from_secs(seconds))));
        ready!(pause.as_mut().poll(cx)); // still waiting: return, and the timer will wake us
        this.pause = None;
        this.seconds *= 2;
        Poll::Ready(Some(seconds))
    }
}

async fn by_hand() {
    let pauses = Doubling {
        seconds: 1,
        pause: None,
    };
    let mut pauses = pauses.take(3);
    while let Some(seconds) = pauses.next().await {
        println!("out: {seconds}");
    }
}
// ANCHOR_END: by_hand

// ANCHOR: stages
/// 1, 2, 3 … one each second, without end.
fn counter() -> impl Stream<Item = u32> {
    stream! {
        for number in 1.. {
            sleep(Duration::from_secs(1)).await;
            yield number;
        }
    }
}

async fn stages() {
    let stages = counter()
        .inspect(|number| println!("source: {number}"))
        .filter(|number| ready(number % 2 == 0))
        .inspect(|number| println!("even: {number}"))
        .then(async |number| {
            sleep(Duration::from_millis(500)).await;
            number
        })
        .take(2);
    let mut stages = pin!(stages);
    while let Some(number) = stages.next().await {
        println!("out: {number}");
    }
    println!("out: end");
}
// ANCHOR_END: stages

// ANCHOR: first_error_ends
/// What the lines say, as numbers; ends at the first line that is none.
fn numbers(lines: [&str; 4]) -> impl Stream<Item = Result<u32, ParseIntError>> {
    try_stream! {
        for line in lines {
            sleep(Duration::from_secs(1)).await;
            println!("line: {line}");
            let number: u32 = line.parse()?;
            yield number;
        }
    }
}

const LINES: [&str; 4] = ["7", "8", "x", "9"];

async fn first_error_ends() {
    let mut numbers = pin!(numbers(LINES));
    while let Some(number) = numbers.next().await {
        match number {
            Ok(number) => println!("out: {number}"),
            Err(error) => println!("out: error: {error}"),
        }
    }
    println!("out: end");
}
// ANCHOR_END: first_error_ends

// ANCHOR: goes_on
/// What the lines say, as numbers or as errors.
fn each_line(lines: [&str; 4]) -> impl Stream<Item = Result<u32, ParseIntError>> {
    stream! {
        for line in lines {
            sleep(Duration::from_secs(1)).await;
            println!("line: {line}");
            yield line.parse();
        }
    }
}

async fn goes_on() {
    let mut numbers = pin!(each_line(LINES));
    while let Some(number) = numbers.next().await {
        match number {
            Ok(number) => println!("out: {number}"),
            Err(error) => println!("out: error: {error}"),
        }
    }
    println!("out: end");
}
// ANCHOR_END: goes_on

// ANCHOR: only_numbers
async fn sum(lines: [&str; 4]) -> Result<u32, ParseIntError> {
    let mut numbers = pin!(each_line(lines));
    let mut sum = 0;
    while let Some(number) = numbers.try_next().await? {
        sum += number;
    }
    Ok(sum)
}

async fn only_numbers() {
    println!("sum: {:?}", sum(["7", "8", "4", "9"]).await);
    println!("sum: {:?}", sum(LINES).await);
}
// ANCHOR_END: only_numbers

// ANCHOR: impatient
/// Two readings, each after two seconds.
fn slow_thermometer() -> impl Stream<Item = u32> {
    stream! {
        for celsius in [18, 19] {
            println!("reading");
            sleep(Duration::from_secs(2)).await;
            yield celsius;
        }
    }
}

async fn impatient() {
    let mut readings = pin!(slow_thermometer());
    for _ in 0..3 {
        match timeout(Duration::from_millis(1500), readings.next()).await {
            Ok(reading) => println!("out: {reading:?}"),
            Err(_) => println!("nothing for 1.5 s"),
        }
    }
}
// ANCHOR_END: impatient

// ANCHOR: made_anew
async fn made_anew() {
    for _ in 0..3 {
        let mut readings = pin!(slow_thermometer());
        match timeout(Duration::from_millis(1500), readings.next()).await {
            Ok(reading) => println!("out: {reading:?}"),
            Err(_) => println!("nothing for 1.5 s"),
        }
    }
}
// ANCHOR_END: made_anew

// ANCHOR: left_early
/// Open as long as it lives.
struct Device;

impl Drop for Device {
    fn drop(&mut self) {
        println!("the device is closed");
    }
}

fn device() -> impl Stream<Item = u32> {
    stream! {
        let _open = Device;
        for celsius in [18, 19, 21] {
            sleep(Duration::from_secs(1)).await;
            yield celsius;
        }
        println!("all readings are taken");
    }
}

async fn first_reading() -> Option<u32> {
    let mut readings = pin!(device());
    readings.next().await
}

async fn left_early() {
    println!("out: {:?}", first_reading().await);
    sleep(Duration::from_secs(3)).await;
    println!("three seconds later");
}
// ANCHOR_END: left_early

// ANCHOR: collected
async fn collected() {
    let readings: Vec<u32> = thermometer().collect().await;
    for celsius in readings {
        println!("out: {celsius}");
    }
}
// ANCHOR_END: collected

// ANCHOR: past_the_end
async fn past_the_end() {
    let countdown = stream::unfold(1, async |left| (left > 0).then(|| (left, left - 1)));
    let mut countdown = pin!(countdown);
    for _ in 0..3 {
        println!("out: {:?}", countdown.next().await);
    }
}
// ANCHOR_END: past_the_end

// ANCHOR: never_woken
/// Letters that others put in.
#[derive(Clone, Default)]
struct Letterbox(Arc<Mutex<VecDeque<&'static str>>>);

impl Stream for Letterbox {
    type Item = &'static str;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<&'static str>> {
        match self.0.lock().unwrap().pop_front() {
            Some(letter) => Poll::Ready(Some(letter)),
            None => Poll::Pending, // and nobody is told whom to wake
        }
    }
}

async fn never_woken() {
    let mut letterbox = Letterbox::default();
    let postman = letterbox.clone();
    tokio::spawn(async move {
        sleep(Duration::from_secs(1)).await;
        postman.0.lock().unwrap().push_back("a card");
        println!("a card is in the box");
    });
    println!("out: {:?}", letterbox.next().await);
}
// ANCHOR_END: never_woken
