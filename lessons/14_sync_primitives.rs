//! Chapter 14, "Sync primitives": what tasks share, who has it, who waits for it, and for how long.
//!
//! `cargo run --bin lesson_14` plays all scenes; `cargo run --bin lesson_14 -- --help` tells what else there is.

use std::{process::ExitCode, rc::Rc, sync::Arc, time::Duration};

use lessons::{Lesson, println};
use tokio::{
    sync::{Barrier, Notify, OnceCell, RwLock, Semaphore, watch},
    task::{JoinSet, LocalSet},
    time::{sleep, timeout},
};

fn main() -> ExitCode {
    Lesson::new("Sync primitives")
        .scene("lost", "read, wait, write: an update is lost", lost)
        .scene("kept", "a lock is held across the wait", kept)
        .compare(["lost", "kept"])
        .scene("short", "wait first, then change at once", short)
        .compare(["kept", "short"])
        .scene("in_turn", "who gave the lock back stands behind", in_turn)
        .knob(
            "permits",
            "printers",
            [
                ("1 printer", 1),
                ("2 printers", 2),
                ("3 printers", 3),
                ("6 printers", 6),
            ],
            permits,
        )
        .scene(
            "big_and_small",
            "a big request at the head of the queue",
            big_and_small,
        )
        .scene("readers", "readers together, a writer alone", readers)
        .scene("bell", "a notification that nobody waits for", bell)
        .scene("opened", "a condition that stays true", opened)
        .scene("together", "nobody goes on before all are there", together)
        .scene("once", "made once, by whoever comes first", once)
        .freezes("thread_held", "a guard of std across a wait", thread_held)
        .stalls("deadlock", "two locks, in two orders", deadlock)
        .scene("in_order", "two locks, in one order", in_order)
        .compare(["deadlock", "in_order"])
        .stalls("twice", "a task locks what it has locked", twice)
        .stalls(
            "reads_twice",
            "a reader that reads again behind a writer",
            reads_twice,
        )
        .stalls(
            "missed",
            "a bell that rings before somebody listens",
            missed,
        )
        .compare(["missed", "opened"])
        .stalls("leaked", "a permit that never comes back", leaked)
        .scene("gave_up", "who gives up loses the place", gave_up)
        .scene("half_done", "a panic with the lock in hand", half_done)
        .play()
}

// ANCHOR: lost
/// Looks how many tickets are left, asks the bank, and writes down one less.
async fn sell(left: Arc<std::sync::Mutex<u32>>) {
    let seen = *left.lock().unwrap();
    sleep(Duration::from_secs(1)).await; // the bank takes a second
    *left.lock().unwrap() = seen - 1;
}

async fn lost() {
    let left = Arc::new(std::sync::Mutex::new(10));
    let mut sales = JoinSet::new();
    for _ in 0..3 {
        sales.spawn(sell(left.clone()));
    }
    sales.join_all().await;
    println!("three sold, {} left", left.lock().unwrap());
}
// ANCHOR_END: lost

// ANCHOR: kept
async fn sell_alone(left: Arc<tokio::sync::Mutex<u32>>) {
    let mut left = left.lock().await;
    sleep(Duration::from_secs(1)).await;
    *left -= 1;
} // the guard is dropped here: the lock is free

async fn kept() {
    let left = Arc::new(tokio::sync::Mutex::new(10));
    let mut sales = JoinSet::new();
    for _ in 0..3 {
        sales.spawn(sell_alone(left.clone()));
    }
    sales.join_all().await;
    println!("three sold, {} left", left.lock().await);
}
// ANCHOR_END: kept

// ANCHOR: short
async fn sell_at_once(left: Arc<std::sync::Mutex<u32>>) {
    sleep(Duration::from_secs(1)).await;
    *left.lock().unwrap() -= 1; // read and written under one guard, and no await meanwhile
}

async fn short() {
    let left = Arc::new(std::sync::Mutex::new(10));
    let mut sales = JoinSet::new();
    for _ in 0..3 {
        sales.spawn(sell_at_once(left.clone()));
    }
    sales.join_all().await;
    println!("three sold, {} left", left.lock().unwrap());
}
// ANCHOR_END: short

// ANCHOR: thread_held
#[expect(clippy::await_holding_lock, reason = "the mistake that this is about")]
async fn sell_and_wait(left: Rc<std::sync::Mutex<u32>>, comes: u64) {
    sleep(Duration::from_secs(comes)).await;
    let mut left = left.lock().unwrap(); // if another one has it, the thread waits
    sleep(Duration::from_secs(2)).await; // the guard is kept
    *left -= 1;
}

async fn thread_held() {
    let left = Rc::new(std::sync::Mutex::new(10));
    let sales = LocalSet::new(); // tasks that stay on this thread, and need not be `Send`
    for comes in [1, 2] {
        sales.spawn_local(sell_and_wait(left.clone(), comes));
    }
    sales.await;
    println!("two sold, {} left", left.lock().unwrap());
}
// ANCHOR_END: thread_held

// ANCHOR: in_turn
async fn speak(who: &'static str, microphone: Arc<tokio::sync::Mutex<()>>) {
    for sentence in 1..=2 {
        let held = microphone.lock().await;
        println!("{who}, sentence {sentence}");
        sleep(Duration::from_secs(1)).await;
        drop(held);
    }
}

async fn in_turn() {
    let microphone = Arc::new(tokio::sync::Mutex::new(()));
    let mut speakers = JoinSet::new();
    for who in ["ada", "grace"] {
        speakers.spawn(speak(who, microphone.clone()));
    }
    speakers.join_all().await;
}
// ANCHOR_END: in_turn

// ANCHOR: permits
async fn print_page(printers: Arc<Semaphore>) {
    let _printer = printers.acquire().await.expect("it is never closed");
    sleep(Duration::from_secs(1)).await;
}

async fn permits(printers: usize) {
    let printers = Arc::new(Semaphore::new(printers));
    let mut pages = JoinSet::new();
    for _ in 0..6 {
        pages.spawn(print_page(printers.clone()));
    }
    pages.join_all().await;
    println!("six pages are printed");
}
// ANCHOR_END: permits

// ANCHOR: big_and_small
async fn carry(movers: Arc<Semaphore>, what: &'static str, needed: u32) {
    let _movers = movers
        .acquire_many(needed)
        .await
        .expect("it is never closed");
    println!("{what} is carried by {needed}");
    sleep(Duration::from_secs(2)).await;
}

async fn big_and_small() {
    let movers = Arc::new(Semaphore::new(3));
    let mut house = JoinSet::new();
    for (what, needed) in [("the table", 2), ("the piano", 3), ("the chair", 1)] {
        house.spawn(carry(movers.clone(), what, needed));
    }
    house.join_all().await;
}
// ANCHOR_END: big_and_small

// ANCHOR: readers
async fn read(price: Arc<RwLock<u32>>, begin: u64) {
    sleep(Duration::from_secs(begin)).await;
    let price = price.read().await;
    sleep(Duration::from_secs(2)).await;
    println!("has read: {price}");
}

async fn write(price: Arc<RwLock<u32>>, begin: u64) {
    sleep(Duration::from_secs(begin)).await;
    let mut price = price.write().await;
    sleep(Duration::from_secs(1)).await;
    *price = 20;
}

async fn readers() {
    let price = Arc::new(RwLock::new(10));
    let mut board = JoinSet::new();
    board.spawn(read(price.clone(), 0));
    board.spawn(read(price.clone(), 1));
    board.spawn(write(price.clone(), 2)); // the second reader is still reading
    board.spawn(read(price.clone(), 2)); // and this one comes behind the writer
    board.join_all().await;
}
// ANCHOR_END: readers

// ANCHOR: bell
async fn bell() {
    let bell = Notify::new();
    bell.notify_one(); // nobody waits yet
    bell.notify_one();
    bell.notified().await;
    println!("heard once");
    let again = timeout(Duration::from_secs(5), bell.notified()).await;
    println!("heard again: {}", again.is_ok());
}
// ANCHOR_END: bell

// ANCHOR: opened
async fn visit(mut door: watch::Receiver<bool>, comes: u64) {
    sleep(Duration::from_secs(comes)).await;
    door.wait_for(|open| *open)
        .await
        .expect("who opens it is still there");
    println!("is inside");
}

async fn opened() {
    let (open, door) = watch::channel(false);
    let mut visitors = JoinSet::new();
    for comes in [0, 1, 3] {
        visitors.spawn(visit(door.clone(), comes));
    }
    sleep(Duration::from_secs(2)).await;
    open.send_replace(true);
    visitors.join_all().await;
    println!("all are inside");
}
// ANCHOR_END: opened

// ANCHOR: together
async fn play(seats: Arc<Barrier>, comes: u64) {
    sleep(Duration::from_secs(comes)).await;
    println!("is there");
    let met = seats.wait().await;
    println!("plays; first violin: {}", met.is_leader());
}

async fn together() {
    let seats = Arc::new(Barrier::new(3));
    let mut quartet = JoinSet::new();
    for comes in [1, 2, 4] {
        quartet.spawn(play(seats.clone(), comes));
    }
    quartet.join_all().await;
}
// ANCHOR_END: together

// ANCHOR: once
async fn colour(settings: Arc<OnceCell<&'static str>>) {
    let colour = settings.get_or_init(read_settings).await;
    println!("it is {colour}");
}

async fn read_settings() -> &'static str {
    println!("reads the file");
    sleep(Duration::from_secs(1)).await;
    "blue"
}

async fn once() {
    let settings = Arc::new(OnceCell::new());
    let mut readers = JoinSet::new();
    for _ in 0..3 {
        readers.spawn(colour(settings.clone()));
    }
    readers.join_all().await;
}
// ANCHOR_END: once

// ANCHOR: deadlock
type Account = tokio::sync::Mutex<i32>;

async fn transfer(from: Arc<Account>, to: Arc<Account>, amount: i32) {
    let mut from = from.lock().await;
    sleep(Duration::from_secs(1)).await; // the bank looks whether there is enough
    let mut to = to.lock().await;
    *from -= amount;
    *to += amount;
}

async fn deadlock() {
    let ada = Arc::new(Account::new(100));
    let grace = Arc::new(Account::new(100));
    let mut transfers = JoinSet::new();
    transfers.spawn(transfer(ada.clone(), grace.clone(), 10));
    transfers.spawn(transfer(grace.clone(), ada.clone(), 30));
    transfers.join_all().await;
    println!("ada has {}", ada.lock().await);
}
// ANCHOR_END: deadlock

// ANCHOR: in_order
struct Numbered {
    number: u32,
    balance: tokio::sync::Mutex<i32>,
}

async fn transfer_in_order(from: Arc<Numbered>, to: Arc<Numbered>, amount: i32) {
    // Whichever way the money goes, the account with the smaller number is locked first.
    let (mut from, mut to) = if from.number < to.number {
        let from = from.balance.lock().await;
        (from, to.balance.lock().await)
    } else {
        let to = to.balance.lock().await;
        (from.balance.lock().await, to)
    };
    sleep(Duration::from_secs(1)).await;
    *from -= amount;
    *to += amount;
}

async fn in_order() {
    let account = |number| {
        let balance = tokio::sync::Mutex::new(100);
        Arc::new(Numbered { number, balance })
    };
    let (ada, grace) = (account(1), account(2));
    let mut transfers = JoinSet::new();
    transfers.spawn(transfer_in_order(ada.clone(), grace.clone(), 10));
    transfers.spawn(transfer_in_order(grace.clone(), ada.clone(), 30));
    transfers.join_all().await;
    println!("ada has {}", ada.balance.lock().await);
}
// ANCHOR_END: in_order

// ANCHOR: twice
async fn balance(account: &Account) -> i32 {
    *account.lock().await
}

async fn twice() {
    let account = Account::new(100);
    let mut held = account.lock().await;
    *held -= 10;
    println!("{} left", balance(&account).await);
}
// ANCHOR_END: twice

// ANCHOR: reads_twice
async fn look_twice(price: Arc<RwLock<u32>>) {
    let first = price.read().await;
    sleep(Duration::from_secs(2)).await;
    let second = price.read().await; // stands behind the writer
    println!("has read {first} and {second}");
}

async fn reads_twice() {
    let price = Arc::new(RwLock::new(10));
    let mut board = JoinSet::new();
    board.spawn(look_twice(price.clone()));
    board.spawn(write(price.clone(), 1));
    board.join_all().await;
}
// ANCHOR_END: reads_twice

// ANCHOR: missed
async fn listen(bell: Arc<Notify>, comes: u64) {
    sleep(Duration::from_secs(comes)).await;
    bell.notified().await;
    println!("is inside");
}

async fn missed() {
    let bell = Arc::new(Notify::new());
    let mut visitors = JoinSet::new();
    for comes in [0, 1, 3] {
        visitors.spawn(listen(bell.clone(), comes));
    }
    sleep(Duration::from_secs(2)).await;
    bell.notify_waiters();
    visitors.join_all().await;
    println!("all are inside");
}
// ANCHOR_END: missed

// ANCHOR: leaked
async fn drive(cars: Arc<Semaphore>) -> Result<(), &'static str> {
    let car = cars.acquire().await.expect("it is never closed");
    car.forget(); // the permit is given back by hand, below
    cross_the_nails().await?;
    cars.add_permits(1);
    Ok(())
}

async fn cross_the_nails() -> Result<(), &'static str> {
    sleep(Duration::from_secs(1)).await;
    Err("a flat tyre")
}

async fn leaked() {
    let cars = Arc::new(Semaphore::new(2));
    let mut trips = JoinSet::new();
    for _ in 0..3 {
        trips.spawn(drive(cars.clone()));
    }
    while let Some(trip) = trips.join_next().await {
        println!("{trip:?}");
    }
}
// ANCHOR_END: leaked

// ANCHOR: gave_up
async fn hold(lock: Arc<tokio::sync::Mutex<()>>, seconds: u64) {
    let _held = lock.lock().await;
    println!("has it");
    sleep(Duration::from_secs(seconds)).await;
}

/// Asks anew every second, as a branch of a `select!` in a loop would.
async fn impatient(lock: Arc<tokio::sync::Mutex<()>>) {
    while timeout(Duration::from_secs(1), lock.lock()).await.is_err() {
        println!("asks again");
    }
    println!("has it");
}

async fn gave_up() {
    let lock = Arc::new(tokio::sync::Mutex::new(()));
    let mut tasks = JoinSet::new();
    tasks.spawn(hold(lock.clone(), 2));
    tasks.spawn(impatient(lock.clone()));
    tasks.spawn(hold(lock.clone(), 2));
    tasks.join_all().await;
}
// ANCHOR_END: gave_up

// ANCHOR: half_done
async fn half_done() {
    let sums = Arc::new((std::sync::Mutex::new(0), tokio::sync::Mutex::new(0)));
    let work = tokio::spawn({
        let sums = sums.clone();
        async move {
            let mut tokios = sums.1.lock().await;
            let mut stds = sums.0.lock().unwrap();
            (*stds, *tokios) = (1, 1);
            panic!("half way");
        }
    });
    println!("panicked: {}", work.await.is_err());
    println!(
        "std's: {:?}",
        sums.0.lock().map(|sum| *sum).map_err(|_| "poisoned")
    );
    println!("Tokio's: {}", sums.1.lock().await);
}
// ANCHOR_END: half_done
