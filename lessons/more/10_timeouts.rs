//! Chapter 10, "Timeouts and retries": how long to wait, what to do every second, and when to try again.
//!
//! `cargo run --bin lesson_10` plays all scenes; `cargo run --bin lesson_10 -- --help` tells what else there is.

use std::{
    pin::pin,
    process::ExitCode,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use lessons::{Lesson, println};
use tokio::{
    select,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, error::Elapsed, interval, sleep, timeout, timeout_at},
};
use world::block;

fn main() -> ExitCode {
    Lesson::new("Timeouts and retries")
        .scene("too_slow", "an answer that does not come in time", too_slow)
        .knob(
            "patience",
            "patience for",
            [("2 s", 2), ("3 s", 3), ("5 s", 5)],
            |seconds| patience(Duration::from_secs(seconds)),
        )
        .scene("by_hand", "a timeout made of select!", by_hand)
        .scene("hung_up", "what a timeout leaves behind", hung_up)
        .scene("each_step", "five seconds for each step", each_step)
        .scene("one_deadline", "one deadline for all steps", one_deadline)
        .compare(["each_step", "one_deadline"])
        .scene("around_all", "one timeout around all steps", around_all)
        .scene("drifting", "a pause behind the work", drifting)
        .scene("steady", "an interval", steady)
        .compare(["drifting", "steady"])
        .knob(
            "late",
            "when ticks were missed",
            [
                ("Burst", MissedTickBehavior::Burst),
                ("Delay", MissedTickBehavior::Delay),
                ("Skip", MissedTickBehavior::Skip),
            ],
            late,
        )
        .scene("at_once", "tries without a pause", at_once)
        .knob(
            "growing",
            "each pause is the one before, times",
            [("1", 1), ("2", 2), ("4", 4)],
            growing,
        )
        .scene("in_step", "four clients that retry in step", in_step)
        .knob(
            "jitter",
            "pauses by chance, from the seed",
            [("1", 1), ("2", 2), ("3", 3)],
            jitter,
        )
        .compare(["in_step", "jitter_1"])
        .scene("charged_twice", "a payment that is retried", charged_twice)
        .scene("charged_once", "a payment with a key", charged_once)
        .knob(
            "hedged",
            "the second mirror is asked after",
            [
                ("0.5 s", 500),
                ("1 s", 1000),
                ("2.5 s", 2500),
                ("4 s", 4000),
            ],
            |millis| hedged(Duration::from_millis(millis)),
        )
        .scene(
            "never_fires",
            "a timeout around a call that blocks",
            never_fires,
        )
        .scene(
            "too_late_to_fire",
            "a timeout that fires two seconds late",
            too_late_to_fire,
        )
        .scene(
            "took_it_for_saved",
            "the inner layer is not looked at",
            took_it_for_saved,
        )
        .scene("both_layers", "both layers are looked at", both_layers)
        .scene(
            "made_anew",
            "an interval that is made in the loop",
            made_anew,
        )
        .play()
}

// ANCHOR: fetch
/// Asks a server that takes `seconds` to answer.
async fn fetch(what: &'static str, seconds: u64) -> &'static str {
    println!("{what}: asked");
    sleep(Duration::from_secs(seconds)).await;
    println!("{what}: answered");
    what
}
// ANCHOR_END: fetch

// ANCHOR: too_slow
async fn too_slow() {
    match timeout(Duration::from_secs(2), fetch("weather", 3)).await {
        Ok(answer) => println!("here is the {answer}"),
        Err(error) => println!("gave up: {error}"),
    }
    sleep(Duration::from_secs(2)).await; // other work
    println!("done");
}
// ANCHOR_END: too_slow

// ANCHOR: patience
async fn patience(limit: Duration) {
    match timeout(limit, fetch("weather", 3)).await {
        Ok(answer) => println!("here is the {answer}"),
        Err(error) => println!("gave up: {error}"),
    }
}
// ANCHOR_END: patience

// ANCHOR: by_hand
async fn by_hand() {
    let answer = select! {
        biased;
        answer = fetch("weather", 3) => Some(answer),
        () = sleep(Duration::from_secs(2)) => None,
    };
    println!("{answer:?}");
}
// ANCHOR_END: by_hand

// ANCHOR: hung_up
/// A line to the server. Whoever drops it hangs up.
struct Line;

impl Drop for Line {
    fn drop(&mut self) {
        println!("hung up");
    }
}

async fn forecast(_line: Line) {
    fetch("forecast", 3).await;
    println!("said goodbye");
}

async fn hung_up() {
    let begin = Instant::now();
    let result = timeout(Duration::from_secs(2), forecast(Line)).await;
    println!("{result:?} after {} s", begin.elapsed().as_secs());
}
// ANCHOR_END: hung_up

// ANCHOR: each_step
async fn each_step() {
    let begin = Instant::now();
    let limit = Duration::from_secs(5);
    for step in ["log in", "search", "download"] {
        if timeout(limit, fetch(step, 2)).await.is_err() {
            return println!("gave up: {step}");
        }
    }
    println!("all of it after {} s", begin.elapsed().as_secs());
}
// ANCHOR_END: each_step

// ANCHOR: one_deadline
async fn one_deadline() {
    let deadline = Instant::now() + Duration::from_secs(5);
    for step in ["log in", "search", "download"] {
        if timeout_at(deadline, fetch(step, 2)).await.is_err() {
            return println!("gave up: {step}");
        }
    }
    println!("all of it");
}
// ANCHOR_END: one_deadline

// ANCHOR: around_all
async fn around_all() {
    let steps = async {
        for step in ["log in", "search", "download"] {
            fetch(step, 2).await;
        }
    };
    match timeout(Duration::from_secs(5), steps).await {
        Ok(()) => println!("all of it"),
        Err(error) => println!("gave up: {error}"),
    }
}
// ANCHOR_END: around_all

// ANCHOR: drifting
/// Tells somebody that we are alive, which takes a while.
async fn beat(number: u32) {
    println!("beat {number}");
    sleep(Duration::from_millis(400)).await;
}

async fn drifting() {
    for number in 1..=4 {
        beat(number).await;
        sleep(Duration::from_secs(1)).await;
    }
}
// ANCHOR_END: drifting

// ANCHOR: steady
async fn steady() {
    let mut clock = interval(Duration::from_secs(1));
    for number in 1..=4 {
        clock.tick().await;
        beat(number).await;
    }
}
// ANCHOR_END: steady

// ANCHOR: late
async fn late(missed: MissedTickBehavior) {
    let begin = Instant::now();
    let mut clock = interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(missed);
    for number in 1..=7 {
        let due = clock.tick().await;
        println!("beat {number}, due at {} s", (due - begin).as_secs_f64());
        if number == 2 {
            sleep(Duration::from_millis(2500)).await; // something holds this one up
        }
    }
}
// ANCHOR_END: late

// ANCHOR: shop
/// A server that is down until it has recovered.
struct Shop {
    recovers: Instant,
    tries: AtomicU32,
}

impl Shop {
    fn down_for(seconds: u64) -> Self {
        let recovers = Instant::now() + Duration::from_secs(seconds);
        let tries = AtomicU32::new(0);
        Self { recovers, tries }
    }

    async fn order(&self) -> Result<&'static str, &'static str> {
        self.tries.fetch_add(1, Ordering::Relaxed);
        sleep(Duration::from_millis(100)).await;
        if Instant::now() < self.recovers {
            return Err("unavailable");
        }
        Ok("ordered")
    }
}
// ANCHOR_END: shop

// ANCHOR: at_once
async fn at_once() {
    let shop = Shop::down_for(3);
    while shop.order().await.is_err() {}
    println!("ordered with try {}", shop.tries.load(Ordering::Relaxed));
}
// ANCHOR_END: at_once

// ANCHOR: growing
async fn growing(factor: u32) {
    let shop = Shop::down_for(3);
    let mut pause = Duration::from_millis(200);
    while shop.order().await.is_err() {
        println!("no answer; the next try in {pause:?}");
        sleep(pause).await;
        pause = (pause * factor).min(Duration::from_secs(10));
    }
    println!("ordered with try {}", shop.tries.load(Ordering::Relaxed));
}
// ANCHOR_END: growing

// ANCHOR: window
/// A server that serves one client at a time, and sends the others away.
#[derive(Default)]
struct Window {
    busy: AtomicBool,
    sent_away: AtomicU32,
}

impl Window {
    async fn ask(&self) -> bool {
        if self.busy.swap(true, Ordering::Relaxed) {
            self.sent_away.fetch_add(1, Ordering::Relaxed);
            return false;
        }
        sleep(Duration::from_millis(100)).await;
        self.busy.store(false, Ordering::Relaxed);
        true
    }
}
// ANCHOR_END: window

// ANCHOR: client
async fn client(name: &'static str, window: Arc<Window>, mut dice: Option<Dice>) {
    let mut limit = Duration::from_millis(200);
    while !window.ask().await {
        let pause = match &mut dice {
            Some(dice) => dice.up_to(limit),
            None => limit,
        };
        sleep(pause).await;
        limit *= 2;
    }
    println!("{name} is served");
}
// ANCHOR_END: client

// ANCHOR: in_step
async fn in_step() {
    let window = Arc::new(Window::default());
    let mut clients = JoinSet::new();
    for name in ["ada", "grace", "edsger", "barbara"] {
        clients.spawn(client(name, window.clone(), None));
    }
    clients.join_all().await;
    println!(
        "sent away {} times",
        window.sent_away.load(Ordering::Relaxed)
    );
}
// ANCHOR_END: in_step

// ANCHOR: dice
/// Chance that can be repeated: the same seed gives the same numbers. At work, this is the crate `rand`.
struct Dice(u64);

impl Dice {
    /// Something between nothing and `limit`, in whole milliseconds.
    fn up_to(&mut self, limit: Duration) -> Duration {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = (self.0 >> 33) as f64 / (1_u64 << 31) as f64;
        Duration::from_millis((limit.as_millis() as f64 * share) as u64)
    }
}
// ANCHOR_END: dice

// ANCHOR: jitter
async fn jitter(seed: u64) {
    let window = Arc::new(Window::default());
    let mut clients = JoinSet::new();
    for (number, name) in (0..).zip(["ada", "grace", "edsger", "barbara"]) {
        clients.spawn(client(name, window.clone(), Some(Dice(seed + number))));
    }
    clients.join_all().await;
    println!(
        "sent away {} times",
        window.sent_away.load(Ordering::Relaxed)
    );
}
// ANCHOR_END: jitter

// ANCHOR: bank
/// What the bank has charged, with the key of each order that came with one.
#[derive(Default)]
struct Bank {
    charged: Mutex<Vec<u32>>,
    seen: Mutex<Vec<&'static str>>,
    requests: AtomicU32,
}

impl Bank {
    async fn charge(&self, amount: u32, key: Option<&'static str>) -> &'static str {
        sleep(Duration::from_millis(500)).await; // the order is on its way
        let known = key.is_some_and(|key| self.seen.lock().unwrap().contains(&key));
        if known {
            println!("bank: this order is known");
        } else {
            self.seen.lock().unwrap().extend(key);
            self.charged.lock().unwrap().push(amount);
            println!("bank: charged {amount}");
        }
        let nth = self.requests.fetch_add(1, Ordering::Relaxed);
        let way_back = if nth == 0 { 3000 } else { 500 }; // the first answer is held up
        sleep(Duration::from_millis(way_back)).await;
        "paid"
    }
}
// ANCHOR_END: bank

// ANCHOR: pay
async fn pay(bank: &Bank, key: Option<&'static str>) -> Result<&'static str, Elapsed> {
    let mut last = None;
    for _ in 0..3 {
        match timeout(Duration::from_secs(2), bank.charge(30, key)).await {
            Ok(answer) => return Ok(answer),
            Err(error) => {
                println!("no answer; once more");
                last = Some(error);
            }
        }
    }
    Err(last.expect("there were three tries"))
}
// ANCHOR_END: pay

// ANCHOR: charged_twice
async fn charged_twice() {
    let bank = Bank::default();
    println!("{:?}", pay(&bank, None).await);
    println!("charged in all: {:?}", bank.charged.lock().unwrap());
}
// ANCHOR_END: charged_twice

// ANCHOR: charged_once
async fn charged_once() {
    let bank = Bank::default();
    println!("{:?}", pay(&bank, Some("order 7")).await);
    println!("charged in all: {:?}", bank.charged.lock().unwrap());
}
// ANCHOR_END: charged_once

// ANCHOR: hedged
async fn hedged(after: Duration) {
    let mut near = pin!(fetch("near", 3));
    let answer = match timeout(after, &mut near).await {
        Ok(answer) => answer,
        Err(_) => select! {
            answer = &mut near => answer,
            answer = fetch("far", 1) => answer,
        },
    };
    println!("the page from {answer}");
}
// ANCHOR_END: hedged

// ANCHOR: never_fires
async fn never_fires() {
    let report = async {
        block(Duration::from_secs(3)); // as std::thread::sleep does
        "the report"
    };
    let result = timeout(Duration::from_secs(1), report).await;
    println!("{result:?}");
}
// ANCHOR_END: never_fires

// ANCHOR: too_late_to_fire
async fn too_late_to_fire() {
    let report = async {
        block(Duration::from_secs(3));
        sleep(Duration::from_secs(1)).await;
        "the report"
    };
    let result = timeout(Duration::from_secs(1), report).await;
    println!("{result:?}");
}
// ANCHOR_END: too_late_to_fire

// ANCHOR: save
async fn save(_text: &str) -> Result<(), &'static str> {
    sleep(Duration::from_secs(1)).await;
    Err("the disk is full")
}
// ANCHOR_END: save

// ANCHOR: took_it_for_saved
async fn took_it_for_saved() {
    if timeout(Duration::from_secs(2), save("a letter"))
        .await
        .is_ok()
    {
        println!("saved");
    }
}
// ANCHOR_END: took_it_for_saved

// ANCHOR: both_layers
async fn both_layers() {
    match timeout(Duration::from_secs(2), save("a letter")).await {
        Ok(Ok(())) => println!("saved"),
        Ok(Err(error)) => println!("not saved: {error}"),
        Err(_) => println!("not known: the answer did not come in time"),
    }
}
// ANCHOR_END: both_layers

// ANCHOR: made_anew
async fn made_anew() {
    for number in 1..=4 {
        interval(Duration::from_secs(1)).tick().await;
        println!("beat {number}");
    }
}
// ANCHOR_END: made_anew
