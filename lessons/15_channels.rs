//! Chapter 15, "Channels and pipelines": handing things on, and what happens where the other side is slow, or gone.
//!
//! `cargo run --bin lesson_15` plays all scenes; `cargo run --bin lesson_15 -- --help` tells what else there is.

use std::{process::ExitCode, sync::Arc, time::Duration};

use lessons::{Lesson, println};
use tokio::{
    sync::{Mutex, Notify, Semaphore, broadcast, mpsc, oneshot, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

fn main() -> ExitCode {
    Lesson::new("Channels and pipelines")
        .scene("two_waiting", "room for two", two_waiting)
        .knob(
            "kitchen",
            "room for orders",
            [
                ("room for 1", 1),
                ("room for 2", 2),
                ("room for 4", 4),
                ("room for 8", 8),
            ],
            kitchen,
        )
        .scene("one_answer", "a value, once", one_answer)
        .scene("everybody", "each message for everybody", everybody)
        .scene("latest", "the latest value", latest)
        .scene("hung_up", "all senders are gone", hung_up)
        .scene("nobody_listens", "the receiver is gone", nobody_listens)
        .scene(
            "last_orders",
            "the receiver closes, and empties the queue",
            last_orders,
        )
        .scene("actor", "a task that owns an account", actor)
        .scene("page_by_page", "each page through all stages", page_by_page)
        .scene("pipeline", "a task for each stage", pipeline)
        .compare(["page_by_page", "pipeline"])
        .knob(
            "workers",
            "workers",
            [("1 worker", 1), ("2 workers", 2), ("3 workers", 3)],
            workers,
        )
        .stalls("sender_kept", "a sender that is still there", sender_kept)
        .stalls("ring", "a full queue in a cycle", ring)
        .scene("lock_kept", "a lock that is held while working", lock_kept)
        .compare(["lock_kept", "workers_2_workers"])
        .scene("no_bound", "a queue without a bound", no_bound)
        .scene("lagged", "too slow for the news", lagged)
        .scene("no_reply", "a question without an answer", no_reply)
        .stalls("quiz_spoons", "a timeline to read", quiz_spoons)
        .scene("quiz_belt", "a timeline to read", quiz_belt)
        .stalls("quiz_gong", "a timeline to read", quiz_gong)
        .scene("quiz_ferry", "a timeline to read", quiz_ferry)
        .stalls("quiz_keys", "a timeline to read", quiz_keys)
        .stalls("quiz_letters", "a timeline to read", quiz_letters)
        .play()
}

// ANCHOR: kitchen
async fn cook(mut orders: mpsc::Receiver<u32>) {
    while let Some(order) = orders.recv().await {
        sleep(Duration::from_secs(1)).await;
        println!("order {order} is cooked");
    }
}

async fn kitchen(room: usize) {
    let (orders, inbox) = mpsc::channel(room);
    let cook = tokio::spawn(cook(inbox));
    for order in 1..=6 {
        orders.send(order).await.expect("the cook is there");
    }
    println!("all six are sent");
    drop(orders); // no more will come
    cook.await.expect("cooking does not panic");
}
// ANCHOR_END: kitchen

// ANCHOR: two_waiting
async fn two_waiting() {
    kitchen(2).await;
}
// ANCHOR_END: two_waiting

// ANCHOR: one_answer
async fn one_answer() {
    let (answer, question) = oneshot::channel();
    tokio::spawn(async move {
        sleep(Duration::from_secs(2)).await;
        let _ = answer.send(42); // an error says that nobody waits any more
    });
    println!("{:?}", question.await);
}
// ANCHOR_END: one_answer

// ANCHOR: everybody
async fn listen(mut news: broadcast::Receiver<&'static str>) {
    while let Ok(message) = news.recv().await {
        println!("hears: {message}");
    }
}

async fn everybody() {
    let (news, _) = broadcast::channel(8);
    let mut listeners = JoinSet::new();
    listeners.spawn(listen(news.subscribe()));
    listeners.spawn(listen(news.subscribe()));
    sleep(Duration::from_secs(1)).await;
    news.send("rain").expect("two listen");
    sleep(Duration::from_secs(1)).await;
    listeners.spawn(listen(news.subscribe())); // has missed the rain
    news.send("sun").expect("three listen");
    drop(news);
    listeners.join_all().await;
}
// ANCHOR_END: everybody

// ANCHOR: latest
async fn show(mut price: watch::Receiver<u32>) {
    while price.changed().await.is_ok() {
        let now = *price.borrow_and_update();
        println!("shows {now}");
        sleep(Duration::from_secs(3)).await;
    }
}

async fn latest() {
    let (price, shown) = watch::channel(10);
    let screen = tokio::spawn(show(shown));
    for new in [11, 12, 13, 14, 15] {
        sleep(Duration::from_secs(1)).await;
        price.send_replace(new);
    }
    drop(price);
    screen.await.expect("showing does not panic");
}
// ANCHOR_END: latest

// ANCHOR: hung_up
async fn send_two(orders: mpsc::Sender<&'static str>, orders_of: [&'static str; 2]) {
    for order in orders_of {
        sleep(Duration::from_secs(1)).await;
        orders.send(order).await.expect("somebody reads");
    }
} // this sender is dropped here

async fn hung_up() {
    let (orders, mut inbox) = mpsc::channel(8);
    tokio::spawn(send_two(orders.clone(), ["tea", "cake"]));
    tokio::spawn(send_two(orders.clone(), ["coffee", "bread"]));
    drop(orders); // and this is the third
    while let Some(order) = inbox.recv().await {
        println!("{order}");
    }
    println!("no sender is left");
}
// ANCHOR_END: hung_up

// ANCHOR: nobody_listens
async fn nobody_listens() {
    let (orders, inbox) = mpsc::channel(1);
    orders.send("tea").await.expect("there is room");
    tokio::spawn(async move {
        sleep(Duration::from_secs(2)).await;
        drop(inbox); // with the tea in it
    });
    println!("{:?}", orders.send("coffee").await);
}
// ANCHOR_END: nobody_listens

// ANCHOR: last_orders
async fn guests(orders: mpsc::Sender<u32>) {
    for order in 1.. {
        if orders.send(order).await.is_err() {
            println!("order {order} comes too late");
            return;
        }
    }
}

async fn last_orders() {
    let (orders, mut inbox) = mpsc::channel(2);
    tokio::spawn(guests(orders));
    sleep(Duration::from_secs(1)).await;
    inbox.close(); // nothing new is taken, and what is here is served
    while let Some(order) = inbox.recv().await {
        println!("order {order} is served");
        sleep(Duration::from_secs(1)).await;
    }
    println!("closed");
}
// ANCHOR_END: last_orders

// ANCHOR: actor
enum Ask {
    Pay(u32),
    Balance(oneshot::Sender<u32>),
}

/// Owns the balance. Nobody else ever touches it, so it needs no lock.
async fn account(mut inbox: mpsc::Receiver<Ask>) {
    let mut balance = 0;
    while let Some(ask) = inbox.recv().await {
        match ask {
            Ask::Pay(amount) => {
                sleep(Duration::from_secs(1)).await; // the bank writes it down
                balance += amount;
            }
            Ask::Balance(reply) => {
                let _ = reply.send(balance); // whoever asked may be gone
            }
        }
    }
    println!("closed with {balance}");
}

async fn actor() {
    let (account_of_ada, inbox) = mpsc::channel(8);
    let task = tokio::spawn(account(inbox));
    for amount in [10, 20] {
        let _ = account_of_ada.send(Ask::Pay(amount)).await;
    }
    let (reply, balance) = oneshot::channel();
    let _ = account_of_ada.send(Ask::Balance(reply)).await;
    println!("the balance is {:?}", balance.await);
    drop(account_of_ada);
    task.await.expect("the account does not panic");
}
// ANCHOR_END: actor

// ANCHOR: page_by_page
/// One step of the work on a page.
async fn work(page: u32, what: &str) {
    sleep(Duration::from_secs(1)).await;
    println!("page {page} is {what}");
}

async fn page_by_page() {
    for page in 1..=3 {
        work(page, "fetched").await;
        work(page, "parsed").await;
        work(page, "stored").await;
    }
}
// ANCHOR_END: page_by_page

// ANCHOR: pipeline
async fn fetch(pages: mpsc::Sender<u32>) {
    for page in 1..=3 {
        work(page, "fetched").await;
        if pages.send(page).await.is_err() {
            return; // nobody wants it
        }
    }
}

async fn parse(mut pages: mpsc::Receiver<u32>, parsed: mpsc::Sender<u32>) {
    while let Some(page) = pages.recv().await {
        work(page, "parsed").await;
        if parsed.send(page).await.is_err() {
            return;
        }
    }
}

async fn pipeline() {
    let (pages, fetched) = mpsc::channel(1);
    let (parsed, mut ready) = mpsc::channel(1);
    tokio::spawn(fetch(pages));
    tokio::spawn(parse(fetched, parsed));
    while let Some(page) = ready.recv().await {
        work(page, "stored").await;
    }
}
// ANCHOR_END: pipeline

// ANCHOR: workers
type Jobs = Arc<Mutex<mpsc::Receiver<u32>>>;

async fn worker(jobs: Jobs) {
    loop {
        let next = jobs.lock().await.recv().await; // the guard is dropped at the end of this line
        let Some(job) = next else { return };
        sleep(Duration::from_secs(1)).await;
        println!("job {job} is done");
    }
}

async fn workers(number: usize) {
    let (queue, jobs) = mpsc::channel(2);
    let jobs = Arc::new(Mutex::new(jobs));
    let mut pool = JoinSet::new();
    for _ in 0..number {
        pool.spawn(worker(jobs.clone()));
    }
    for job in 1..=6 {
        queue.send(job).await.expect("the workers are there");
    }
    drop(queue);
    pool.join_all().await;
}
// ANCHOR_END: workers

// ANCHOR: sender_kept
async fn sender_kept() {
    let (orders, mut inbox) = mpsc::channel(8);
    tokio::spawn(send_two(orders.clone(), ["tea", "cake"]));
    while let Some(order) = inbox.recv().await {
        println!("{order}");
    }
    println!("no sender is left"); // `orders` still is
}
// ANCHOR_END: sender_kept

// ANCHOR: ring
/// Looks into each thing that comes in, and asks the other one about it, twice.
async fn ask_back(mut inbox: mpsc::Receiver<u32>, other: mpsc::Sender<u32>) {
    while let Some(question) = inbox.recv().await {
        sleep(Duration::from_secs(1)).await;
        for _ in 0..2 {
            other
                .send(question + 1)
                .await
                .expect("the other one is there");
        }
    }
}

async fn ring() {
    let (to_ada, adas) = mpsc::channel(1);
    let (to_grace, graces) = mpsc::channel(1);
    let ada = tokio::spawn(ask_back(adas, to_grace.clone()));
    let grace = tokio::spawn(ask_back(graces, to_ada.clone()));
    to_ada.send(0).await.expect("ada is there");
    drop((to_ada, to_grace));
    let _ = tokio::join!(ada, grace);
}
// ANCHOR_END: ring

// ANCHOR: lock_kept
async fn greedy_worker(jobs: Jobs) {
    while let Some(job) = jobs.lock().await.recv().await {
        sleep(Duration::from_secs(1)).await;
        println!("job {job} is done");
    } // the guard lives until here
}

async fn lock_kept() {
    let (queue, jobs) = mpsc::channel(2);
    let jobs = Arc::new(Mutex::new(jobs));
    let mut pool = JoinSet::new();
    for _ in 0..2 {
        pool.spawn(greedy_worker(jobs.clone()));
    }
    for job in 1..=6 {
        queue.send(job).await.expect("the workers are there");
    }
    drop(queue);
    pool.join_all().await;
}
// ANCHOR_END: lock_kept

// ANCHOR: no_bound
async fn no_bound() {
    let (orders, mut inbox) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for order in 0..100 {
            sleep(Duration::from_millis(100)).await;
            if orders.send(order).is_err() {
                return;
            }
        }
    });
    for _ in 0..5 {
        inbox.recv().await;
        sleep(Duration::from_secs(1)).await;
        println!("{} wait", inbox.len());
    }
}
// ANCHOR_END: no_bound

// ANCHOR: lagged
async fn slow(mut news: broadcast::Receiver<u32>) {
    loop {
        match news.recv().await {
            Ok(number) => println!("reads {number}"),
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                println!("has missed {missed}");
                continue;
            }
            Err(broadcast::error::RecvError::Closed) => break,
        }
        sleep(Duration::from_secs(3)).await;
    }
}

async fn lagged() {
    let (news, reader) = broadcast::channel(2);
    let reader = tokio::spawn(slow(reader));
    for number in 1..=6 {
        sleep(Duration::from_secs(1)).await;
        news.send(number).expect("somebody reads");
    }
    drop(news);
    reader.await.expect("reading does not panic");
}
// ANCHOR_END: lagged

// ANCHOR: no_reply
async fn forgetful(mut inbox: mpsc::Receiver<oneshot::Sender<u32>>) {
    while let Some(reply) = inbox.recv().await {
        sleep(Duration::from_secs(1)).await;
        drop(reply); // on some way through the code, nobody answers
    }
}

async fn no_reply() {
    let (questions, inbox) = mpsc::channel(8);
    tokio::spawn(forgetful(inbox));
    let (reply, answer) = oneshot::channel();
    questions.send(reply).await.expect("somebody reads");
    println!("{:?}", answer.await);
}
// ANCHOR_END: no_reply

// ANCHOR: quiz_spoons
async fn eat(left: Arc<Mutex<()>>, right: Arc<Mutex<()>>) {
    let _left = left.lock().await;
    sleep(Duration::from_secs(1)).await;
    let _right = right.lock().await;
    println!("eats");
}

async fn quiz_spoons() {
    let a = Arc::new(Mutex::new(()));
    let b = Arc::new(Mutex::new(()));
    let c = Arc::new(Mutex::new(()));
    let mut table = JoinSet::new();
    table.spawn(eat(a.clone(), b.clone()));
    table.spawn(eat(b.clone(), c.clone()));
    table.spawn(eat(c.clone(), a.clone()));
    table.join_all().await;
}
// ANCHOR_END: quiz_spoons

// ANCHOR: quiz_belt
async fn load(belt: mpsc::Sender<u32>) {
    for parcel in 1..=5 {
        belt.send(parcel).await.expect("somebody unloads");
    }
    println!("has loaded five");
}

async fn quiz_belt() {
    let (belt, mut end) = mpsc::channel(2);
    tokio::spawn(load(belt));
    while let Some(_parcel) = end.recv().await {
        sleep(Duration::from_secs(2)).await;
    }
    println!("has unloaded all");
}
// ANCHOR_END: quiz_belt

// ANCHOR: quiz_gong
async fn runner(gong: Arc<Notify>, dresses: u64) {
    sleep(Duration::from_secs(dresses)).await;
    gong.notified().await;
    println!("runs");
}

async fn quiz_gong() {
    let gong = Arc::new(Notify::new());
    let mut race = JoinSet::new();
    race.spawn(runner(gong.clone(), 1));
    race.spawn(runner(gong.clone(), 4));
    sleep(Duration::from_secs(3)).await;
    gong.notify_waiters();
    race.join_all().await;
}
// ANCHOR_END: quiz_gong

// ANCHOR: quiz_ferry
async fn cross(ferry: Arc<Mutex<()>>, takes: u64) {
    let _ferry = ferry.lock().await;
    sleep(Duration::from_secs(takes)).await;
    println!("is across");
}

async fn quiz_ferry() {
    let ferry = Arc::new(Mutex::new(()));
    let first = tokio::spawn(cross(ferry.clone(), 4));
    let second = tokio::spawn(cross(ferry.clone(), 1));
    if timeout(Duration::from_secs(2), first).await.is_err() {
        println!("is late");
    }
    second.abort();
    cross(ferry, 1).await;
}
// ANCHOR_END: quiz_ferry

// ANCHOR: quiz_keys
async fn borrow_key(keys: Arc<Semaphore>, gives_back: bool) {
    let key = keys.acquire().await.expect("it is never closed");
    sleep(Duration::from_secs(1)).await;
    if !gives_back {
        key.forget();
    }
}

async fn quiz_keys() {
    let keys = Arc::new(Semaphore::new(1));
    let mut day = JoinSet::new();
    for gives_back in [true, false, true] {
        day.spawn(borrow_key(keys.clone(), gives_back));
    }
    day.join_all().await;
}
// ANCHOR_END: quiz_keys

// ANCHOR: quiz_letters
async fn post(mut letters: mpsc::Receiver<u32>, receipts: mpsc::Sender<u32>) {
    while let Some(letter) = letters.recv().await {
        sleep(Duration::from_secs(1)).await;
        receipts.send(letter).await.expect("somebody reads");
    }
}

async fn quiz_letters() {
    let (letters, inbox) = mpsc::channel(1);
    let (receipts, mut outbox) = mpsc::channel(1);
    tokio::spawn(post(inbox, receipts));
    for letter in 1..=6 {
        letters.send(letter).await.expect("the post is open");
    }
    drop(letters);
    while let Some(receipt) = outbox.recv().await {
        println!("receipt {receipt}");
    }
}
// ANCHOR_END: quiz_letters
