//! Chapter 7, "Select": waiting for whichever is ready first, and what becomes of the losers.
//!
//! `cargo run --bin lesson_7` plays all scenes; `cargo run --bin lesson_7 -- --help` tells what else there is.

use std::{
    future::{pending, ready},
    pin::pin,
    process::ExitCode,
    time::Duration,
};

use futures::{StreamExt, future::select_all, stream::FuturesUnordered};
use lessons::{Lesson, println};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::{interval, sleep},
};
use world::{Failure, Service, World};

fn main() -> ExitCode {
    Lesson::new("Select")
        .scene("first_come", "two are asked, one is heard", first_come)
        .scene(
            "handler",
            "the losers are gone before the handler runs",
            handler,
        )
        .scene("coin", "two branches are ready", coin)
        .scene("coin_seed_1", "the same, with another seed", coin)
        .seed(1)
        .scene("coin_seed_2", "the same, with another seed", coin)
        .seed(2)
        .scene("lopsided", "two branches are ready, one never", lopsided)
        .scene("coin_biased", "from top to bottom", coin_biased)
        .scene("two_inboxes", "a loop until both are closed", two_inboxes)
        .scene("deadline", "a timer that is kept", deadline)
        .scene("both", "branches that are switched off", both)
        .scene("unordered", "as they complete, in one task", unordered)
        .scene("join_next", "as they complete, a task for each", join_next)
        .scene("one_by_one", "as they complete, from a list", one_by_one)
        .scene("half_read", "a read that is made anew each turn", half_read)
        .scene("whole_read", "a read that is kept", whole_read)
        .compare(["half_read", "whole_read"])
        .scene(
            "reader_task",
            "a task that reads, and a channel",
            reader_task,
        )
        .scene("starved", "the branch that always wins", starved)
        .scene("quit_first", "the signal first", quit_first)
        .compare(["starved", "quit_first"])
        .scene(
            "deadline_anew",
            "a timer that is made anew each turn",
            deadline_anew,
        )
        .compare(["deadline_anew", "deadline"])
        .panics(
            "polled_again",
            "a future that was ready before",
            polled_again,
        )
        .panics("all_off", "no branch is left", all_off)
        .scene("losers_run_on", "tasks that lose", losers_run_on)
        .compare(["first_come", "losers_run_on"])
        .play()
}

// ANCHOR: mirrors
/// Two servers with the same page: one is near, one is far.
fn mirrors() -> [Service; 2] {
    let world = World::new();
    let mirror = |name, seconds| world.service(name).latency(Duration::from_secs(seconds));
    [
        mirror("near", 1).answer("a page"),
        mirror("far", 3).answer("a page"),
    ]
}

async fn ask(mirror: Service) -> Result<String, Failure> {
    let page = mirror.call("page").await?;
    println!("{}: {page}", mirror.name());
    Ok(page)
}
// ANCHOR_END: mirrors

// ANCHOR: first_come
async fn first_come() {
    let [near, far] = mirrors();
    tokio::select! {
        _ = ask(near) => println!("near was first"),
        _ = ask(far) => println!("far was first"),
    }
    sleep(Duration::from_secs(3)).await;
    println!("three seconds later");
}
// ANCHOR_END: first_come

// ANCHOR: handler
async fn handler() {
    let [near, far] = mirrors();
    tokio::select! {
        _ = ask(near) => {
            println!("handling it");
            sleep(Duration::from_secs(3)).await;
            println!("handled");
        }
        _ = ask(far) => println!("far was first"),
    }
}
// ANCHOR_END: handler

// ANCHOR: coin
async fn coin() {
    let mut throws = String::new();
    for _ in 0..12 {
        throws += tokio::select! {
            () = ready(()) => "heads ",
            () = ready(()) => "tails ",
        };
    }
    println!("{throws}");
}
// ANCHOR_END: coin

// ANCHOR: coin_biased
async fn coin_biased() {
    let mut throws = String::new();
    for _ in 0..12 {
        throws += tokio::select! {
            biased;
            () = ready(()) => "heads ",
            () = ready(()) => "tails ",
        };
    }
    println!("{throws}");
}
// ANCHOR_END: coin_biased

// ANCHOR: lopsided
async fn lopsided() {
    let (mut first, mut second) = (0, 0);
    for _ in 0..3000 {
        tokio::select! {
            () = ready(()) => first += 1,
            () = ready(()) => second += 1,
            () = pending() => println!("never"),
        }
    }
    println!("the first won {first} times, the second {second} times");
}
// ANCHOR_END: lopsided

// ANCHOR: send_each
/// Sends the messages, one every so many milliseconds, and then hangs up.
fn send_each(millis: u64, messages: &[&'static str]) -> mpsc::Receiver<&'static str> {
    let (outbox, inbox) = mpsc::channel(1);
    let messages = messages.to_vec();
    tokio::spawn(sender(outbox, millis, messages));
    inbox
}

async fn sender(outbox: mpsc::Sender<&'static str>, millis: u64, messages: Vec<&'static str>) {
    for message in messages {
        sleep(Duration::from_millis(millis)).await;
        if outbox.send(message).await.is_err() {
            return; // nobody listens any more
        }
    }
}
// ANCHOR_END: send_each

// ANCHOR: two_inboxes
async fn two_inboxes() {
    let mut orders = send_each(1000, &["tea", "cake"]);
    let mut letters = send_each(1500, &["a card", "a bill", "an ad"]);
    loop {
        tokio::select! {
            Some(order) = orders.recv() => println!("order: {order}"),
            Some(letter) = letters.recv() => println!("letter: {letter}"),
            else => break,
        }
    }
    println!("both are closed");
}
// ANCHOR_END: two_inboxes

// ANCHOR: deadline
async fn deadline() {
    let mut orders = send_each(1000, &["tea", "cake", "milk", "rolls"]);
    let mut closing = pin!(sleep(Duration::from_millis(2500)));
    loop {
        tokio::select! {
            Some(order) = orders.recv() => println!("order: {order}"),
            () = &mut closing => break,
        }
    }
    println!("closed");
}
// ANCHOR_END: deadline

// ANCHOR: deadline_anew
async fn deadline_anew() {
    let mut orders = send_each(1000, &["tea", "cake", "milk", "rolls"]);
    loop {
        tokio::select! {
            Some(order) = orders.recv() => println!("order: {order}"),
            () = sleep(Duration::from_millis(2500)) => break,
        }
    }
    println!("closed");
}
// ANCHOR_END: deadline_anew

// ANCHOR: both
async fn both() {
    let [near, far] = mirrors();
    let (mut near, mut far) = (pin!(ask(near)), pin!(ask(far)));
    let (mut from_near, mut from_far) = (None, None);
    while from_near.is_none() || from_far.is_none() {
        tokio::select! {
            page = &mut near, if from_near.is_none() => from_near = Some(page),
            page = &mut far, if from_far.is_none() => from_far = Some(page),
        }
    }
    println!("both have answered");
}
// ANCHOR_END: both

// ANCHOR: polled_again
async fn polled_again() {
    let [near, far] = mirrors();
    let (mut near, mut far) = (pin!(ask(near)), pin!(ask(far)));
    for _ in 0..2 {
        tokio::select! {
            biased;
            _ = &mut near => println!("near has answered"),
            _ = &mut far => println!("far has answered"),
        }
    }
}
// ANCHOR_END: polled_again

// ANCHOR: all_off
async fn all_off() {
    let mut orders = send_each(1000, &["tea"]);
    loop {
        tokio::select! {
            Some(order) = orders.recv() => println!("order: {order}"),
        }
    }
}
// ANCHOR_END: all_off

// ANCHOR: three_mirrors
fn three_mirrors() -> Vec<Service> {
    let world = World::new();
    let mirror = |(name, seconds)| {
        let mirror = world.service(name).latency(Duration::from_secs(seconds));
        mirror.answer("a page")
    };
    [("far", 3), ("middle", 2), ("near", 1)].map(mirror).into()
}
// ANCHOR_END: three_mirrors

// ANCHOR: unordered
async fn unordered() {
    let mut calls: FuturesUnordered<_> = three_mirrors().into_iter().map(ask).collect();
    while let Some(page) = calls.next().await {
        println!("one more: {page:?}, {} to go", calls.len());
    }
}
// ANCHOR_END: unordered

// ANCHOR: join_next
async fn join_next() {
    let mut calls: JoinSet<_> = three_mirrors().into_iter().map(ask).collect();
    while let Some(ended) = calls.join_next().await {
        println!("one more: {ended:?}, {} to go", calls.len());
    }
}
// ANCHOR_END: join_next

// ANCHOR: one_by_one
async fn one_by_one() {
    let mut calls: Vec<_> = three_mirrors()
        .into_iter()
        .map(|mirror| Box::pin(ask(mirror)))
        .collect();
    while !calls.is_empty() {
        let (page, place, others) = select_all(calls).await;
        println!("number {place} of {}: {page:?}", others.len() + 1);
        calls = others;
    }
}
// ANCHOR_END: one_by_one

// ANCHOR: read_message
/// A message comes in two parts: the name of whom it is for, then what it says.
async fn read_message(parts: &mut mpsc::Receiver<&'static str>) -> Option<String> {
    let name = parts.recv().await?;
    let text = parts.recv().await?;
    Some(format!("to {name}: {text}"))
}
// ANCHOR_END: read_message

// ANCHOR: half_read
async fn half_read() {
    let mut parts = send_each(600, &["ada", "hello", "grace", "well done"]);
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            message = read_message(&mut parts) => match message {
                Some(message) => println!("{message}"),
                None => break,
            },
            _ = tick.tick() => println!("tick"),
        }
    }
}
// ANCHOR_END: half_read

// ANCHOR: whole_read
async fn whole_read() {
    let mut parts = send_each(600, &["ada", "hello", "grace", "well done"]);
    let mut tick = interval(Duration::from_secs(1));
    loop {
        let mut reading = pin!(read_message(&mut parts));
        let message = loop {
            tokio::select! {
                message = &mut reading => break message,
                _ = tick.tick() => println!("tick"),
            }
        };
        match message {
            Some(message) => println!("{message}"),
            None => break,
        }
    }
}
// ANCHOR_END: whole_read

// ANCHOR: reader_task
async fn reader(mut parts: mpsc::Receiver<&'static str>, outbox: mpsc::Sender<String>) {
    while let Some(message) = read_message(&mut parts).await {
        if outbox.send(message).await.is_err() {
            return; // nobody listens any more
        }
    }
}

async fn reader_task() {
    let parts = send_each(600, &["ada", "hello", "grace", "well done"]);
    let (outbox, mut messages) = mpsc::channel(1);
    tokio::spawn(reader(parts, outbox));
    let mut tick = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            message = messages.recv() => match message {
                Some(message) => println!("{message}"),
                None => break,
            },
            _ = tick.tick() => println!("tick"),
        }
    }
}
// ANCHOR_END: reader_task

// ANCHOR: full_inbox
/// An inbox that is never empty for long, and a signal to quit after 2.5 s.
fn full_inbox() -> (mpsc::Receiver<u32>, oneshot::Receiver<()>) {
    let (outbox, inbox) = mpsc::channel(8);
    let (send_quit, quit) = oneshot::channel();
    for number in 1..=6 {
        outbox.try_send(number).expect("there is room for eight");
    }
    tokio::spawn(async move {
        sleep(Duration::from_millis(2500)).await;
        println!("please stop");
        let _ = send_quit.send(());
        drop(outbox);
    });
    (inbox, quit)
}

async fn work(number: u32) {
    sleep(Duration::from_secs(1)).await;
    println!("number {number} is done");
}
// ANCHOR_END: full_inbox

// ANCHOR: starved
async fn starved() {
    let (mut inbox, mut quit) = full_inbox();
    loop {
        tokio::select! {
            biased;
            Some(number) = inbox.recv() => work(number).await,
            _ = &mut quit => break,
        }
    }
    println!("stopped");
}
// ANCHOR_END: starved

// ANCHOR: quit_first
async fn quit_first() {
    let (mut inbox, mut quit) = full_inbox();
    loop {
        tokio::select! {
            biased;
            _ = &mut quit => break,
            Some(number) = inbox.recv() => work(number).await,
        }
    }
    println!("stopped, {} left in the inbox", inbox.len());
}
// ANCHOR_END: quit_first

// ANCHOR: losers_run_on
async fn losers_run_on() {
    let [near, far] = mirrors();
    let far = tokio::spawn(ask(far));
    tokio::select! {
        _ = ask(near) => println!("near was first"),
        _ = far => println!("far was first"),
    }
    sleep(Duration::from_secs(3)).await;
    println!("three seconds later");
}
// ANCHOR_END: losers_run_on
