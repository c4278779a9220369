//! Chapter 11, "Cancellation, cleanup, shutdown": where a future ends that nobody wants any more, and what is left behind.
//!
//! `cargo run --bin lesson_11` plays all scenes; `cargo run --bin lesson_11 -- --help` tells what else there is.

use std::{future::pending, pin::pin, process::ExitCode, sync::Arc, time::Duration};

use lessons::{Lesson, println};
use tokio::{
    runtime::Handle,
    select,
    sync::{Mutex, mpsc},
    task::{JoinHandle, JoinSet},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use world::compute;

fn main() -> ExitCode {
    Lesson::new("Cancellation, cleanup, shutdown")
        .knob(
            "given_up",
            "given up after",
            [("1 s", 1), ("3 s", 3), ("6 s", 6)],
            |seconds| given_up(Duration::from_secs(seconds)),
        )
        .scene("aborted", "a task is aborted", aborted)
        .scene(
            "between",
            "nothing is cancelled between two awaits",
            between,
        )
        .scene("lost_order", "a send that is given up", lost_order)
        .scene("kept_order", "a place is reserved first", kept_order)
        .compare(["lost_order", "kept_order"])
        .scene("torn", "cancelled between two writes", torn)
        .scene("whole", "both writes behind the await", whole)
        .compare(["torn", "whole"])
        .scene(
            "end_of_the_line",
            "a lock that is asked for anew",
            end_of_the_line,
        )
        .scene(
            "stays_in_line",
            "a lock that is asked for once",
            stays_in_line,
        )
        .compare(["end_of_the_line", "stays_in_line"])
        .scene(
            "goodbye_spawned",
            "a destructor that spawns",
            goodbye_spawned,
        )
        .scene(
            "goodbye_lost",
            "spawned, and the program ends",
            goodbye_lost,
        )
        .scene("goodbye_said", "closed by hand", goodbye_said)
        .compare(["goodbye_lost", "goodbye_said"])
        .scene("close_given_up", "given up while it closes", close_given_up)
        .panics(
            "blocks_in_drop",
            "a destructor that blocks on a future",
            blocks_in_drop,
        )
        .scene(
            "asked_to_stop",
            "a token, and a worker that listens",
            asked_to_stop,
        )
        .scene(
            "until_cancelled",
            "a token, and a future that does not listen",
            until_cancelled,
        )
        .scene("family", "tokens and their children", family)
        .scene("half_paid", "cancelled between two steps", half_paid)
        .scene("fully_paid", "the two steps in a task", fully_paid)
        .compare(["half_paid", "fully_paid"])
        .knob(
            "shutdown",
            "patience with those under way",
            [("1 s", 1), ("3 s", 3), ("10 s", 10)],
            |seconds| shutdown(Duration::from_secs(seconds)),
        )
        .scene("left_alone", "the program ends with the loop", left_alone)
        .stalls("no_deadline", "drained without a deadline", no_deadline)
        .scene(
            "heard_late",
            "a token that is looked at between the steps",
            heard_late,
        )
        .scene("heard_at_once", "a token that is waited for", heard_at_once)
        .compare(["heard_late", "heard_at_once"])
        .scene("no_variable", "a guard that is no variable", no_variable)
        .play()
}

// ANCHOR: bake
/// Something that has to be cleared up, however the baking ends.
struct Mess(&'static str);

impl Drop for Mess {
    fn drop(&mut self) {
        println!("cleared up: {}", self.0);
    }
}

async fn bake() {
    let _bowl = Mess("the bowl");
    println!("mixing");
    sleep(Duration::from_secs(2)).await;
    let _oven = Mess("the oven");
    println!("baking");
    sleep(Duration::from_secs(3)).await;
    println!("the cake is ready");
}
// ANCHOR_END: bake

// ANCHOR: given_up
async fn given_up(after: Duration) {
    match timeout(after, bake()).await {
        Ok(()) => println!("cake for everybody"),
        Err(_) => println!("given up"),
    }
}
// ANCHOR_END: given_up

// ANCHOR: aborted
async fn aborted() {
    let baking = tokio::spawn(bake());
    sleep(Duration::from_secs(3)).await;
    baking.abort();
    println!("asked it to stop");
    let ended = baking.await;
    println!(
        "cancelled: {}",
        ended.is_err_and(|error| error.is_cancelled())
    );
}
// ANCHOR_END: aborted

// ANCHOR: between
async fn work() {
    println!("computing");
    compute(Duration::from_secs(3)); // no .await in there
    println!("computed");
    sleep(Duration::from_secs(1)).await;
    println!("rested");
}

async fn between() {
    let result = timeout(Duration::from_secs(1), work()).await;
    println!("{result:?}");
}
// ANCHOR_END: between

// ANCHOR: counter
/// Takes an order every 3 s, and has room for one more.
fn open_counter() -> (mpsc::Sender<String>, JoinHandle<()>) {
    let (orders, mut inbox) = mpsc::channel(1);
    let counter = tokio::spawn(async move {
        while let Some(order) = inbox.recv().await {
            println!("makes {order}");
            sleep(Duration::from_secs(3)).await;
        }
    });
    (orders, counter)
}
// ANCHOR_END: counter

// ANCHOR: lost_order
async fn lost_order() {
    let (orders, counter) = open_counter();
    for order in ["tea", "juice", "cake"].map(String::from) {
        match timeout(Duration::from_secs(2), orders.send(order)).await {
            Ok(sent) => sent.expect("the counter is open"),
            Err(_) => println!("no room, and no order any more"),
        }
    }
    drop(orders);
    counter.await.expect("it does not panic");
}
// ANCHOR_END: lost_order

// ANCHOR: kept_order
async fn kept_order() {
    let (orders, counter) = open_counter();
    for order in ["tea", "juice", "cake"].map(String::from) {
        let room = loop {
            match timeout(Duration::from_secs(2), orders.reserve()).await {
                Ok(room) => break room.expect("the counter is open"),
                Err(_) => println!("no room, and still one {order}"),
            }
        };
        room.send(order);
    }
    drop(orders);
    counter.await.expect("it does not panic");
}
// ANCHOR_END: kept_order

// ANCHOR: accounts
#[derive(Debug)]
struct Accounts {
    checking: u32,
    savings: u32,
}

/// Somebody has to agree, which takes 2 s.
async fn approval() {
    sleep(Duration::from_secs(2)).await;
}
// ANCHOR_END: accounts

// ANCHOR: torn
async fn save_30(accounts: &Mutex<Accounts>) {
    let mut accounts = accounts.lock().await;
    accounts.checking -= 30;
    approval().await;
    accounts.savings += 30;
}

async fn torn() {
    let accounts = Mutex::new(Accounts {
        checking: 100,
        savings: 0,
    });
    let result = timeout(Duration::from_secs(1), save_30(&accounts)).await;
    println!("{result:?}");
    println!("{:?}", accounts.lock().await);
}
// ANCHOR_END: torn

// ANCHOR: whole
async fn save_30_at_once(accounts: &Mutex<Accounts>) {
    let mut accounts = accounts.lock().await;
    approval().await;
    accounts.checking -= 30;
    accounts.savings += 30;
}

async fn whole() {
    let accounts = Mutex::new(Accounts {
        checking: 100,
        savings: 0,
    });
    let result = timeout(Duration::from_secs(1), save_30_at_once(&accounts)).await;
    println!("{result:?}");
    println!("{:?}", accounts.lock().await);
}
// ANCHOR_END: whole

// ANCHOR: shower
/// Four guests, one after the other, and a shower that each of them takes for 2 s.
fn let_guests_in(shower: &Arc<Mutex<()>>) -> JoinSet<()> {
    let mut guests = JoinSet::new();
    for (name, arrives) in [
        ("ada", 0),
        ("grace", 500),
        ("edsger", 1500),
        ("barbara", 3500),
    ] {
        let shower = shower.clone();
        guests.spawn(async move {
            sleep(Duration::from_millis(arrives)).await;
            let _turn = shower.lock().await;
            println!("{name} has it");
            sleep(Duration::from_secs(2)).await;
        });
    }
    guests
}
// ANCHOR_END: shower

// ANCHOR: end_of_the_line
async fn end_of_the_line() {
    let shower = Arc::new(Mutex::new(()));
    let guests = let_guests_in(&shower);
    sleep(Duration::from_millis(100)).await;
    while timeout(Duration::from_secs(1), shower.lock())
        .await
        .is_err()
    {
        println!("not yet; asking again");
    }
    println!("my turn");
    guests.join_all().await;
}
// ANCHOR_END: end_of_the_line

// ANCHOR: stays_in_line
async fn stays_in_line() {
    let shower = Arc::new(Mutex::new(()));
    let guests = let_guests_in(&shower);
    sleep(Duration::from_millis(100)).await;
    let mut turn = pin!(shower.lock());
    while timeout(Duration::from_secs(1), &mut turn).await.is_err() {
        println!("not yet; waiting on");
    }
    println!("my turn");
    guests.join_all().await;
}
// ANCHOR_END: stays_in_line

// ANCHOR: spawns
/// Says goodbye when it is dropped, which takes a second: in a task, for want of an `.await`.
struct Polite;

impl Drop for Polite {
    fn drop(&mut self) {
        tokio::spawn(async {
            sleep(Duration::from_secs(1)).await;
            println!("goodbye");
        });
    }
}
// ANCHOR_END: spawns

// ANCHOR: goodbye_spawned
async fn goodbye_spawned() {
    drop(Polite);
    println!("dropped");
    sleep(Duration::from_secs(2)).await; // other work
    println!("the end");
}
// ANCHOR_END: goodbye_spawned

// ANCHOR: goodbye_lost
async fn goodbye_lost() {
    let guest = Polite;
    sleep(Duration::from_secs(2)).await; // other work
    drop(guest);
    println!("the end");
}
// ANCHOR_END: goodbye_lost

// ANCHOR: closes
/// To be closed by hand. Its destructor is for those who forget.
struct Session {
    open: bool,
}

impl Session {
    async fn close(mut self) {
        sleep(Duration::from_secs(1)).await;
        println!("goodbye");
        self.open = false;
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.open {
            println!("dropped without a goodbye");
        }
    }
}
// ANCHOR_END: closes

// ANCHOR: goodbye_said
async fn goodbye_said() {
    let (one, other) = (Session { open: true }, Session { open: true });
    sleep(Duration::from_secs(2)).await; // other work
    one.close().await;
    drop(other);
    println!("the end");
}
// ANCHOR_END: goodbye_said

// ANCHOR: close_given_up
async fn close_given_up() {
    let session = Session { open: true };
    let closed = timeout(Duration::from_millis(500), session.close()).await;
    println!("{closed:?}");
}
// ANCHOR_END: close_given_up

// ANCHOR: blocks_in_drop
struct Stubborn;

impl Drop for Stubborn {
    fn drop(&mut self) {
        Handle::current().block_on(sleep(Duration::from_secs(1)));
        println!("goodbye");
    }
}

async fn blocks_in_drop() {
    drop(Stubborn);
}
// ANCHOR_END: blocks_in_drop

// ANCHOR: listens
async fn listens(stop: CancellationToken) {
    for step in 1.. {
        select! {
            () = stop.cancelled() => break,
            () = sleep(Duration::from_secs(2)) => println!("step {step} is done"),
        }
    }
    println!("closing");
    sleep(Duration::from_secs(1)).await;
    println!("closed");
}
// ANCHOR_END: listens

// ANCHOR: asked_to_stop
async fn asked_to_stop() {
    let stop = CancellationToken::new();
    let worker = tokio::spawn(listens(stop.clone()));
    sleep(Duration::from_secs(5)).await;
    println!("stop, please");
    stop.cancel();
    worker.await.expect("it does not panic");
    println!("the worker has ended");
}
// ANCHOR_END: asked_to_stop

// ANCHOR: until_cancelled
async fn until_cancelled() {
    let stop = CancellationToken::new();
    let baker = tokio::spawn({
        let stop = stop.clone();
        async move { stop.run_until_cancelled(bake()).await }
    });
    sleep(Duration::from_secs(3)).await;
    stop.cancel();
    println!("{:?}", baker.await.expect("it does not panic"));
}
// ANCHOR_END: until_cancelled

// ANCHOR: family
async fn member(name: &'static str, token: CancellationToken) {
    token.cancelled().await;
    println!("{name} stops");
}

async fn family() {
    let hotel = CancellationToken::new();
    let (kitchen, hall) = (hotel.child_token(), hotel.child_token());
    let oven = kitchen.child_token();
    tokio::spawn(member("the oven", oven));
    tokio::spawn(member("the hall", hall));
    tokio::spawn(member("the hotel", hotel.clone()));

    sleep(Duration::from_secs(1)).await;
    kitchen.cancel();
    sleep(Duration::from_secs(1)).await;
    println!("the hotel is closed: {}", hotel.is_cancelled());
    hotel.cancel();
    sleep(Duration::from_secs(1)).await;
    println!(
        "a child that comes later: {}",
        hotel.child_token().is_cancelled()
    );
}
// ANCHOR_END: family

// ANCHOR: buy
async fn buy() {
    sleep(Duration::from_secs(2)).await;
    println!("paid");
    sleep(Duration::from_secs(2)).await;
    println!("got the ticket");
}
// ANCHOR_END: buy

// ANCHOR: half_paid
async fn half_paid() {
    let result = timeout(Duration::from_secs(3), buy()).await;
    println!("in time: {}", result.is_ok());
    sleep(Duration::from_secs(3)).await; // other work
}
// ANCHOR_END: half_paid

// ANCHOR: fully_paid
async fn fully_paid() {
    let result = timeout(Duration::from_secs(3), tokio::spawn(buy())).await;
    println!("in time: {}", result.is_ok());
    sleep(Duration::from_secs(3)).await; // other work
}
// ANCHOR_END: fully_paid

// ANCHOR: serve
/// What to answer, and how long that takes.
type Request = (&'static str, u64);

async fn answer((name, seconds): Request) {
    sleep(Duration::from_secs(seconds)).await;
    println!("{name} is answered");
}

async fn serve(mut inbox: mpsc::Receiver<Request>, stop: CancellationToken, patience: Duration) {
    let mut under_way = JoinSet::new();
    loop {
        select! {
            biased;
            () = stop.cancelled() => break,
            Some(_) = under_way.join_next() => {} // one less
            Some(request) = inbox.recv() => drop(under_way.spawn(answer(request))),
        }
    }
    drop(inbox); // nobody can hand in another one
    println!("closing, with {} under way", under_way.len());

    let drained = async { while under_way.join_next().await.is_some() {} };
    if timeout(patience, drained).await.is_err() {
        println!("{} will not be answered", under_way.len());
        under_way.shutdown().await;
    }
    println!("closed");
}
// ANCHOR_END: serve

// ANCHOR: shutdown
async fn shutdown(patience: Duration) {
    let (requests, inbox) = mpsc::channel(8);
    let stop = CancellationToken::new();
    let server = tokio::spawn(serve(inbox, stop.clone(), patience));

    for request in [
        ("a short one", 1),
        ("a long one", 4),
        ("a very long one", 9),
    ] {
        requests.send(request).await.expect("it is open");
    }
    sleep(Duration::from_secs(2)).await;
    stop.cancel();
    sleep(Duration::from_millis(500)).await;
    let late = requests.send(("one that is late", 1)).await;
    println!("one that is late is refused: {}", late.is_err());
    server.await.expect("it does not panic");
}
// ANCHOR_END: shutdown

// ANCHOR: left_alone
async fn left_alone() {
    let stop = CancellationToken::new();
    for request in [("a short one", 1), ("a long one", 4)] {
        tokio::spawn(answer(request));
    }
    tokio::spawn({
        let stop = stop.clone();
        async move {
            sleep(Duration::from_secs(2)).await;
            stop.cancel();
        }
    });
    stop.cancelled().await;
    println!("closed");
}
// ANCHOR_END: left_alone

// ANCHOR: no_deadline
async fn no_deadline() {
    let mut under_way = JoinSet::new();
    under_way.spawn(answer(("a short one", 1)));
    under_way.spawn(pending()); // waits for a client that has gone
    while under_way.join_next().await.is_some() {}
    println!("closed");
}
// ANCHOR_END: no_deadline

// ANCHOR: heard_late
async fn looks_now_and_then(stop: CancellationToken) {
    while !stop.is_cancelled() {
        sleep(Duration::from_secs(5)).await; // until the next round
    }
    println!("stopped");
}

async fn heard_late() {
    let stop = CancellationToken::new();
    let worker = tokio::spawn(looks_now_and_then(stop.clone()));
    sleep(Duration::from_secs(1)).await;
    println!("stop, please");
    stop.cancel();
    worker.await.expect("it does not panic");
}
// ANCHOR_END: heard_late

// ANCHOR: heard_at_once
async fn waits_for_it(stop: CancellationToken) {
    let round = Duration::from_secs(5);
    while stop.run_until_cancelled(sleep(round)).await.is_some() {}
    println!("stopped");
}

async fn heard_at_once() {
    let stop = CancellationToken::new();
    let worker = tokio::spawn(waits_for_it(stop.clone()));
    sleep(Duration::from_secs(1)).await;
    println!("stop, please");
    stop.cancel();
    worker.await.expect("it does not panic");
}
// ANCHOR_END: heard_at_once

// ANCHOR: no_variable
async fn no_variable() {
    let _ = Mess("the table");
    let _floor = Mess("the floor");
    println!("eating");
    sleep(Duration::from_secs(1)).await;
    println!("done");
}
// ANCHOR_END: no_variable
