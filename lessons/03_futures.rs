//! Chapter 3, "Futures": what a poll is, who wakes whom, and what the compiler makes of an async function.
//!
//! `cargo run --bin lesson_3` plays all scenes; `cargo run --bin lesson_3 -- --help` tells what else there is.

use std::{
    future::{self, IntoFuture, poll_fn},
    pin::{Pin, pin},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use lessons::{Lesson, println};
use tokio::{
    sync::oneshot,
    task::yield_now,
    time::{Sleep, sleep, timeout},
};
use world::{Failure, Service, World};

fn main() -> ExitCode {
    Lesson::new("Futures")
        .scene("asked", "a future that is asked three times", asked)
        .scene("bell", "a future by hand", bell)
        .scene("two_polls", "how often a future is polled", two_polls)
        .scene("small_ones", "ready, pending and poll_fn", small_ones)
        .scene(
            "set_by_another",
            "a future whose result somebody sets",
            set_by_another,
        )
        .scene(
            "nobody_sets_it",
            "a future whose result nobody will set",
            nobody_sets_it,
        )
        .scene("awaitable", "a value that can be awaited", awaitable)
        .scene("tea_async", "an async function", tea_async)
        .scene(
            "tea_by_hand",
            "the same as a state machine by hand",
            tea_by_hand,
        )
        .compare(["tea_async", "tea_by_hand"])
        .scene(
            "borrows_itself",
            "a future that borrows from itself",
            borrows_itself,
        )
        .scene(
            "pinned",
            "awaited for a while, and later to its end",
            pinned,
        )
        .stalls("no_waker", "a future that keeps no waker", no_waker)
        .stalls(
            "old_waker",
            "a future that keeps its first waker",
            old_waker,
        )
        .scene("new_waker", "a future that keeps its last waker", new_waker)
        .panics("after_the_end", "polled after it was ready", after_the_end)
        .scene("spins", "a future that always wakes its task", spins)
        .play()
}

const SECOND: Duration = Duration::from_secs(1);

// ANCHOR: asked
async fn asked() {
    let mut pause = pin!(sleep(SECOND));
    let mut nobody = Context::from_waker(Waker::noop()); // a waker that wakes nobody

    println!("at first: {:?}", pause.as_mut().poll(&mut nobody));
    println!("once more: {:?}", pause.as_mut().poll(&mut nobody));
    sleep(2 * SECOND).await;
    println!("later: {:?}", pause.as_mut().poll(&mut nobody));
}
// ANCHOR_END: asked

// ANCHOR: bell_future
#[derive(Default)]
struct State {
    has_rung: bool,
    /// Whom to wake: the task that polled last.
    waker: Option<Waker>,
}

/// A bell that rings once. Clones are the same bell.
#[derive(Clone, Default)]
struct Bell(Arc<Mutex<State>>);

impl Bell {
    fn ring(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.has_rung = true;
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    }
}

impl Future for Bell {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.has_rung {
            return Poll::Ready(());
        }
        state.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}
// ANCHOR_END: bell_future

// ANCHOR: bell
async fn guest(bell: Bell) {
    sleep(3 * SECOND).await;
    println!("ringing");
    bell.ring();
}

async fn bell() {
    let bell = Bell::default();
    tokio::spawn(guest(bell.clone()));
    println!("waiting at the door");
    bell.await;
    println!("opening");
}
// ANCHOR_END: bell

// ANCHOR: two_polls
async fn two_polls() {
    let mut bell = Bell::default();
    tokio::spawn(guest(bell.clone()));
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        Pin::new(&mut bell).poll(cx)
    })
    .await;
    println!("polls in three seconds: {polls}");
}
// ANCHOR_END: two_polls

// ANCHOR: small_ones
async fn small_ones() {
    println!("ready: {}", future::ready("at once").await);

    let never = timeout(SECOND, future::pending::<()>()).await;
    println!("pending: {never:?}");

    let mut asked_before = false;
    poll_fn(|cx| {
        if asked_before {
            return Poll::Ready(());
        }
        asked_before = true;
        cx.waker().wake_by_ref(); // poll me again, and let others have a turn before
        Poll::Pending
    })
    .await;
    println!("poll_fn: at the second poll");
}
// ANCHOR_END: small_ones

// ANCHOR: set_by_another
async fn oracle(answer: oneshot::Sender<u32>) {
    sleep(3 * SECOND).await;
    if answer.send(42).is_err() {
        println!("nobody is waiting any more");
    }
}

async fn set_by_another() {
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(oracle(sender));
    match receiver.await {
        Ok(answer) => println!("the answer is {answer}"),
        Err(closed) => println!("no answer: {closed}"),
    }
}
// ANCHOR_END: set_by_another

// ANCHOR: nobody_sets_it
async fn nobody_sets_it() {
    let (sender, receiver) = oneshot::channel::<u32>();
    tokio::spawn(async move {
        sleep(SECOND).await;
        drop(sender);
    });
    match receiver.await {
        Ok(answer) => println!("the answer is {answer}"),
        Err(closed) => println!("no answer: {closed}"),
    }
}
// ANCHOR_END: nobody_sets_it

// ANCHOR: order
/// An order that is not placed before it is awaited.
struct Order {
    kitchen: Service,
    dish: String,
}

fn order(kitchen: Service, dish: &str) -> Order {
    Order {
        kitchen,
        dish: dish.to_owned(),
    }
}

impl Order {
    fn with(mut self, extra: &str) -> Self {
        self.dish += &format!(" with {extra}");
        self
    }
}

impl IntoFuture for Order {
    type Output = Result<String, Failure>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.kitchen.call(&self.dish).await })
    }
}
// ANCHOR_END: order

// ANCHOR: awaitable
async fn awaitable() {
    let kitchen = World::new()
        .service("kitchen")
        .latency(SECOND)
        .answer_with(|asked| Ok(format!("one {}", asked.request)));
    match order(kitchen, "soup").with("bread").await {
        Ok(served) => println!("{served}"),
        Err(failure) => println!("{failure}"),
    }
}
// ANCHOR_END: awaitable

// ANCHOR: tea_async
async fn tea(minutes: u32) -> u32 {
    println!("Start: filling the kettle");
    sleep(2 * SECOND).await;
    println!("Boiling: the water boils, pouring");
    sleep(minutes * SECOND).await;
    println!("Steeping: the tea is ready");
    minutes
}

async fn tea_async() {
    let strength = tea(3).await;
    println!("tea, strength {strength}");
}
// ANCHOR_END: tea_async

// ANCHOR: tea_by_hand
enum Tea {
    Start { minutes: u32 },
    Boiling { minutes: u32, wait: Pin<Box<Sleep>> },
    Steeping { minutes: u32, wait: Pin<Box<Sleep>> },
    Done,
}

impl Future for Tea {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        loop {
            match &mut *self {
                Tea::Start { minutes } => {
                    println!("Start: filling the kettle");
                    let (minutes, wait) = (*minutes, Box::pin(sleep(2 * SECOND)));
                    *self = Tea::Boiling { minutes, wait };
                }
                Tea::Boiling { minutes, wait } => {
                    if wait.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    println!("Boiling: the water boils, pouring");
                    let (minutes, wait) = (*minutes, Box::pin(sleep(*minutes * SECOND)));
                    *self = Tea::Steeping { minutes, wait };
                }
                Tea::Steeping { minutes, wait } => {
                    if wait.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    println!("Steeping: the tea is ready");
                    let minutes = *minutes;
                    *self = Tea::Done;
                    return Poll::Ready(minutes);
                }
                Tea::Done => panic!("polled after it was ready"),
            }
        }
    }
}

async fn tea_by_hand() {
    let strength = Tea::Start { minutes: 3 }.await;
    println!("tea, strength {strength}");
}
// ANCHOR_END: tea_by_hand

// ANCHOR: borrows_itself
async fn borrows_itself() {
    let letters = ['a', 'b', 'c'];
    let first = &letters[0]; // borrows from `letters`
    sleep(SECOND).await; // both have to be kept until the next poll
    println!("{first} is the first of {letters:?}");
}
// ANCHOR_END: borrows_itself

// ANCHOR: pinned
async fn pinned() {
    let mut tea = pin!(tea(3));
    if timeout(SECOND, tea.as_mut()).await.is_err() {
        println!("not yet: meanwhile, something else");
    }
    println!("tea, strength {}", tea.await);
}
// ANCHOR_END: pinned

// ANCHOR: deaf
/// A bell whose future forgets to keep the waker.
#[derive(Clone, Default)]
struct DeafBell(Bell);

impl Future for DeafBell {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<()> {
        let state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.has_rung {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}
// ANCHOR_END: deaf

// ANCHOR: no_waker
async fn no_waker() {
    let bell = DeafBell::default();
    tokio::spawn(guest(bell.0.clone()));
    println!("waiting at the door");
    bell.await;
    println!("opening");
}
// ANCHOR_END: no_waker

// ANCHOR: stubborn
/// A bell whose future keeps the first waker that it gets, and no other.
#[derive(Clone, Default)]
struct StubbornBell(Bell);

impl Future for StubbornBell {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.has_rung {
            return Poll::Ready(());
        }
        state.waker.get_or_insert_with(|| cx.waker().clone());
        Poll::Pending
    }
}
// ANCHOR_END: stubborn

// ANCHOR: porter
/// Waits at the door for a second, then hands the bell on to whoever called.
async fn porter<B: Future<Output = ()> + Unpin>(mut bell: B) -> Option<B> {
    match timeout(SECOND, &mut bell).await {
        Ok(()) => None,
        Err(_) => Some(bell),
    }
}

async fn wait_in_turn<B: Future<Output = ()> + Send + Unpin + 'static>(bell: B) {
    let porter = tokio::spawn(porter(bell));
    if let Ok(Some(bell)) = porter.await {
        println!("the porter goes home, and I wait");
        bell.await;
    }
    println!("opening");
}
// ANCHOR_END: porter

// ANCHOR: old_waker
async fn old_waker() {
    let bell = StubbornBell::default();
    tokio::spawn(guest(bell.0.clone()));
    wait_in_turn(bell).await;
}
// ANCHOR_END: old_waker

// ANCHOR: new_waker
async fn new_waker() {
    let bell = Bell::default();
    tokio::spawn(guest(bell.clone()));
    wait_in_turn(bell).await;
}
// ANCHOR_END: new_waker

// ANCHOR: after_the_end
async fn after_the_end() {
    let mut tea = pin!(tea(3));
    println!("tea, strength {}", tea.as_mut().await);
    println!("another, strength {}", tea.as_mut().await);
}
// ANCHOR_END: after_the_end

// ANCHOR: spins
async fn spins() {
    let bell = Bell::default();
    let by_others = bell.clone();
    tokio::spawn(async move {
        for _ in 0..5 {
            yield_now().await; // something else to do
        }
        by_others.ring();
    });
    let mut polls = 0;
    poll_fn(|cx| {
        polls += 1;
        cx.waker().wake_by_ref(); // so that nothing is missed
        let state = bell.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.has_rung {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    println!("polls until it rang: {polls}");
}
// ANCHOR_END: spins
