//! Chapter 6, "Gather": several futures at once, their results in the order of asking, and what becomes of the others
//! when one fails.
//!
//! `cargo run --bin lesson_6` plays all scenes; `cargo run --bin lesson_6 -- --help` tells what else there is.

use std::{cell::Cell, future::poll_fn, pin::pin, process::ExitCode, time::Duration};

use futures::future::{join_all, try_join_all};
use futures::stream::{FuturesUnordered, TryStreamExt};
use lessons::{Lesson, println};
use tokio::time::{Instant, sleep};
use world::{Failure, Service, World};

fn main() -> ExitCode {
    Lesson::new("Gather")
        .scene("in_order", "the first to be asked answers last", in_order)
        .scene("a_list", "as many as there are", a_list)
        .scene("all_anyway", "one fails, and join! waits on", all_anyway)
        .scene(
            "first_failure",
            "one fails, and try_join! gives up",
            first_failure,
        )
        .compare(["all_anyway", "first_failure"])
        .scene("a_list_fails", "one of a list fails", a_list_fails)
        .scene("every_outcome", "good and bad, all of them", every_outcome)
        .panics(
            "panic_in_one_task",
            "a part of join! panics",
            panic_in_one_task,
        )
        .scene(
            "panic_in_a_task",
            "a task of its own panics",
            panic_in_a_task,
        )
        .scene("polls", "who is polled how often", polls)
        .scene(
            "long_list",
            "the first error of a longer list, with try_join_all",
            long_list,
        )
        .scene(
            "as_they_come",
            "the same with FuturesUnordered",
            as_they_come,
        )
        .scene("lazy", "tasks that are spawned too late", lazy)
        .scene("eager", "tasks that are spawned at once", eager)
        .compare(["lazy", "eager"])
        .scene("gone", "what try_join! dropped is gone", gone)
        .scene("runs_on", "tasks that nobody cancels", runs_on)
        .compare(["gone", "runs_on"])
        .scene("half_done", "cancelled in its middle", half_done)
        .scene("undone", "waited for, and undone", undone)
        .compare(["half_done", "undone"])
        .play()
}

// ANCHOR: cities
/// Three weather services. The one that stands first takes longest.
fn cities() -> [Service; 3] {
    let world = World::new();
    let city = |name, seconds| world.service(name).latency(Duration::from_secs(seconds));
    [
        city("rome", 3).answer("sunny"),
        city("oslo", 2).answer("snow"),
        city("cairo", 1).answer("dry"),
    ]
}
// ANCHOR_END: cities

// ANCHOR: ask
async fn ask(city: &Service) -> Result<String, Failure> {
    let answer = city.call("weather").await;
    match &answer {
        Ok(weather) => println!("{}: {weather}", city.name()),
        Err(failure) => println!("{failure}"),
    }
    answer
}
// ANCHOR_END: ask

// ANCHOR: in_order
async fn in_order() {
    let [rome, oslo, cairo] = cities();
    let answers = tokio::join!(ask(&rome), ask(&oslo), ask(&cairo));
    match answers {
        (Ok(rome), Ok(oslo), Ok(cairo)) => println!("gathered: {rome}, {oslo}, {cairo}"),
        _ => println!("no service fails here"),
    }
}
// ANCHOR_END: in_order

// ANCHOR: a_list
async fn a_list() {
    let cities: Vec<Service> = cities().into();
    let answers = join_all(cities.iter().map(ask)).await;
    println!("gathered: {answers:?}");
}
// ANCHOR_END: a_list

// ANCHOR: oslo_is_down
/// The same three, of which oslo fails, after two seconds.
fn oslo_is_down() -> [Service; 3] {
    let [rome, oslo, cairo] = cities();
    [rome, oslo.fails_with("out of order"), cairo]
}
// ANCHOR_END: oslo_is_down

// ANCHOR: all_anyway
async fn all_anyway() {
    let [rome, oslo, cairo] = oslo_is_down();
    let (rome, oslo, cairo) = tokio::join!(ask(&rome), ask(&oslo), ask(&cairo));
    for answer in [rome, oslo, cairo] {
        println!("gathered: {answer:?}");
    }
}
// ANCHOR_END: all_anyway

// ANCHOR: first_failure
async fn first_failure() {
    let [rome, oslo, cairo] = oslo_is_down();
    match tokio::try_join!(ask(&rome), ask(&oslo), ask(&cairo)) {
        Ok((rome, oslo, cairo)) => println!("{rome}, {oslo}, {cairo}"),
        Err(failure) => println!("gave up: {}", failure.reason),
    }
}
// ANCHOR_END: first_failure

// ANCHOR: a_list_fails
async fn a_list_fails() {
    let cities: Vec<Service> = oslo_is_down().into();
    let gathered: Result<Vec<String>, Failure> = try_join_all(cities.iter().map(ask)).await;
    println!("{gathered:?}");
}
// ANCHOR_END: a_list_fails

// ANCHOR: every_outcome
async fn every_outcome() {
    let cities: Vec<Service> = oslo_is_down().into();
    let outcomes = join_all(cities.iter().map(ask)).await;
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(answer) => answers.push(answer),
            Err(failure) => failures.push(failure.service),
        }
    }
    println!("answers: {answers:?}, failures: {failures:?}");
}
// ANCHOR_END: every_outcome

// ANCHOR: faulty
async fn faulty() {
    sleep(Duration::from_secs(2)).await;
    panic!("a mistake in the program");
}
// ANCHOR_END: faulty

// ANCHOR: panic_in_one_task
async fn panic_in_one_task() {
    let [rome, _, cairo] = cities();
    let (rome, cairo, ()) = tokio::join!(ask(&rome), ask(&cairo), faulty());
    println!("gathered: {rome:?}, {cairo:?}");
}
// ANCHOR_END: panic_in_one_task

// ANCHOR: panic_in_a_task
async fn panic_in_a_task() {
    let [rome, _, cairo] = cities();
    let (rome, cairo, faulty) = tokio::join!(ask(&rome), ask(&cairo), tokio::spawn(faulty()));
    println!("gathered: {rome:?}, {cairo:?}");
    println!(
        "the task panicked: {}",
        faulty.is_err_and(|error| error.is_panic())
    );
}
// ANCHOR_END: panic_in_a_task

// ANCHOR: polls
/// Is ready in that second, and counts how often it is polled.
async fn counted(second: u64, polls: &Cell<usize>) {
    let mut sleep = pin!(sleep(Duration::from_secs(second)));
    poll_fn(|context| {
        polls.set(polls.get() + 1);
        sleep.as_mut().poll(context)
    })
    .await;
}

async fn polls() {
    for many in [10, 30, 31] {
        let polls = Cell::new(0);
        join_all((1..=many).map(|second| counted(second, &polls))).await;
        println!("{many} futures: {} polls", polls.get());
    }
}
// ANCHOR_END: polls

// ANCHOR: fetch
/// As `ask`, of a city of its own, so that it can be a task.
async fn fetch(city: Service) -> Result<String, Failure> {
    ask(&city).await
}
// ANCHOR_END: fetch

// ANCHOR: lazy
async fn lazy() {
    let tasks = cities().into_iter().map(|city| tokio::spawn(fetch(city)));
    for task in tasks {
        let _answer = task.await.expect("asking does not panic");
    }
}
// ANCHOR_END: lazy

// ANCHOR: eager
async fn eager() {
    let tasks = cities().map(|city| tokio::spawn(fetch(city)));
    for task in tasks {
        let _answer = task.await.expect("asking does not panic");
    }
}
// ANCHOR_END: eager

// ANCHOR: gone
async fn gone() {
    first_failure().await;
    sleep(Duration::from_secs(2)).await;
    println!("two seconds later");
}
// ANCHOR_END: gone

// ANCHOR: runs_on
async fn runs_on() {
    let [rome, oslo, cairo] = oslo_is_down();
    let tasks = [cairo, oslo, rome].map(|city| tokio::spawn(fetch(city)));
    for task in tasks {
        if let Err(failure) = task.await.expect("asking does not panic") {
            println!("gave up: {}", failure.reason);
            break;
        }
    }
    sleep(Duration::from_secs(2)).await;
    println!("two seconds later");
}
// ANCHOR_END: runs_on

// ANCHOR: long_list
/// Of `many` parts, the last one fails after a second. Each of the others takes ten.
async fn last_one_fails(number: u64, many: u64) -> Result<u64, &'static str> {
    if number == many {
        sleep(Duration::from_secs(1)).await;
        return Err("the last one failed");
    }
    sleep(Duration::from_secs(10)).await;
    Ok(number)
}

async fn long_list() {
    for many in [30, 31] {
        let begin = Instant::now();
        let parts = (1..=many).map(|number| last_one_fails(number, many));
        let gathered: Result<Vec<u64>, &str> = try_join_all(parts).await;
        let seconds = begin.elapsed().as_secs();
        println!("{many} futures: {gathered:?} after {seconds} s");
    }
}
// ANCHOR_END: long_list

// ANCHOR: as_they_come
async fn as_they_come() {
    let begin = Instant::now();
    let parts: FuturesUnordered<_> = (1..=31).map(|number| last_one_fails(number, 31)).collect();
    let gathered: Result<Vec<u64>, &str> = parts.try_collect().await;
    let seconds = begin.elapsed().as_secs();
    println!("31 futures: {gathered:?} after {seconds} s");
}
// ANCHOR_END: as_they_come

// ANCHOR: trip
/// A trip: the hotel takes one second for each of its two steps, the flight fails after one and a half.
fn trip() -> (Service, Service) {
    let world = World::new();
    let hotel = world.service("hotel").latency(Duration::from_secs(1));
    let flight = world.service("flight").latency(Duration::from_millis(1500));
    (hotel, flight.fails_with("fully booked"))
}

async fn book_hotel(hotel: &Service) -> Result<(), Failure> {
    hotel.call("reserve").await?;
    println!("hotel: reserved");
    hotel.call("confirm").await?;
    println!("hotel: confirmed");
    Ok(())
}

async fn book_flight(flight: &Service) -> Result<(), Failure> {
    flight.call("book").await?;
    println!("flight: booked");
    Ok(())
}
// ANCHOR_END: trip

// ANCHOR: half_done
async fn half_done() {
    let (hotel, flight) = trip();
    match tokio::try_join!(book_hotel(&hotel), book_flight(&flight)) {
        Ok(_) => println!("have a good trip"),
        Err(failure) => println!("no trip: {failure}"),
    }
}
// ANCHOR_END: half_done

// ANCHOR: undone
async fn undone() {
    let (hotel, flight) = trip();
    let (room, seat) = tokio::join!(book_hotel(&hotel), book_flight(&flight));
    let Err(failure) = seat else { return };
    println!("no trip: {failure}");
    if room.is_ok() && hotel.call("cancel").await.is_ok() {
        println!("hotel: cancelled");
    }
}
// ANCHOR_END: undone
