//! Chapter 4, "The runtime": a runtime of our own in eighty lines, and what Tokio's has beyond it.
//!
//! `cargo run --bin lesson_4` plays all scenes; `cargo run --bin lesson_4 -- --help` tells what else there is.

use std::{cell::Cell, process::ExitCode, time::Duration};

use executor::{Instant, sleep};
use lessons::{Lesson, Table, println};
use tokio::{
    runtime::{Builder, Handle},
    sync::mpsc,
    task::{JoinHandle, coop::unconstrained},
};

thread_local! {
    /// How many messages `read_all` has read.
    static READ: Cell<u32> = const { Cell::new(0) };
}

fn main() -> ExitCode {
    Lesson::new("The runtime")
        .scene("turns", "two tasks that take turns", turns)
        .scene(
            "breakfast",
            "chapter 1's breakfast, on a runtime of our own",
            async || {
                executor::block_on(breakfast());
            },
        )
        .scene("letters", "two tasks on a runtime of our own", async || {
            executor::block_on(letters());
        })
        .scene(
            "ten_seconds",
            "ten seconds on the paused clock",
            ten_seconds,
        )
        .scene("greedy", "a loop whose awaits never wait", greedy)
        .scene(
            "greedy_without_budget",
            "the same without Tokio's budget",
            greedy_without_budget,
        )
        .scene("starved", "a loop without awaits", starved)
        .scene("fair", "the same loop, with a yield", fair)
        .compare(["starved", "fair"])
        .scene("frozen", "a call that blocks", frozen)
        .scene("alive", "a call that waits", alive)
        .compare(["frozen", "alive"])
        .scene(
            "runtime_in_a_runtime",
            "block_on inside of a task",
            runtime_in_a_runtime,
        )
        .measure(
            "threads",
            "work and waiting, on one thread and on more",
            threads,
        )
        .play()
}

// ANCHOR: turns
async fn walk(name: &str) {
    for step in 1..=3 {
        println!("{name}: step {step}");
        tokio::task::yield_now().await;
    }
}

async fn turns() {
    let cat = tokio::spawn(walk("cat"));
    let dog = tokio::spawn(walk("dog"));
    cat.await.expect("walking does not panic");
    dog.await.expect("walking does not panic");
}
// ANCHOR_END: turns

// ANCHOR: executor
/// A runtime: the tasks that are ready, the timers of those that wait, and one thread.
mod executor {
    use futures::channel::oneshot;
    use std::cell::RefCell;
    use std::collections::{BTreeMap, VecDeque};
    use std::future::poll_fn;
    use std::pin::{Pin, pin};
    use std::sync::{Arc, Mutex, atomic::AtomicBool, atomic::Ordering::SeqCst};
    use std::task::{Context, Poll, Wake, Waker};
    use std::time::Duration;

    pub(crate) use tokio::time::Instant; // the clock of the recording; the standard library's would do as well

    // ANCHOR: runtime
    /// Behind a lock, because a waker may be called on any thread.
    type Ready = Arc<Mutex<VecDeque<Arc<Task>>>>;

    thread_local! {
        static READY: Ready = Ready::default();
        static TIMERS: RefCell<BTreeMap<Instant, Vec<Waker>>> = RefCell::default();
    }
    // ANCHOR_END: runtime

    // ANCHOR: task
    struct Task {
        /// `None` when it is done.
        future: Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>,
        is_queued: AtomicBool,
        ready: Ready,
    }

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            if !self.is_queued.swap(true, SeqCst) {
                let ready = self.ready.clone();
                ready.lock().unwrap().push_back(self);
            }
        }
    }

    impl Task {
        fn poll(self: Arc<Self>) {
            self.is_queued.store(false, SeqCst); // before the poll, in which it may be woken
            let waker = Waker::from(self.clone());
            let mut slot = self.future.lock().unwrap();
            let Some(future) = slot.as_mut() else { return };
            let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_ready() {
                *slot = None;
            }
        }
    }
    // ANCHOR_END: task

    // ANCHOR: spawn
    /// Queues a task. The handle is a future of what the task returns.
    pub(crate) fn spawn<T: Send + 'static>(
        future: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = T> + Send {
        let (output_tx, output_rx) = oneshot::channel();
        let future = Box::pin(async {
            let _ = output_tx.send(future.await); // perhaps nobody wants it
        });
        let ready = READY.with(Ready::clone);
        let (future, is_queued) = (Mutex::new(Some(future as _)), AtomicBool::new(false));
        Arc::new(Task {
            future,
            is_queued,
            ready,
        })
        .wake();
        async { output_rx.await.expect("the task has ended") }
    }
    // ANCHOR_END: spawn

    // ANCHOR: block_on
    /// Spawns this future, and runs whoever is ready until it is done.
    pub(crate) fn block_on<T: Send + 'static>(main: impl Future<Output = T> + Send + 'static) -> T {
        let mut main = pin!(spawn(main));
        loop {
            let next = READY.with(|ready| ready.lock().unwrap().pop_front());
            match next {
                Some(task) => task.poll(),
                None => park(),
            }
            let mut cx = Context::from_waker(Waker::noop());
            if let Poll::Ready(output) = main.as_mut().poll(&mut cx) {
                return output;
            }
        }
    }
    // ANCHOR_END: block_on

    // ANCHOR: park
    /// Nobody is ready: waits for the next timer, and wakes who set it.
    fn park() {
        let next = TIMERS.with_borrow_mut(|timers| timers.pop_first());
        let (deadline, wakers) = next.expect("everybody waits, and no timer is set");
        world::block(deadline.saturating_duration_since(Instant::now()));
        wakers.into_iter().for_each(Waker::wake);
    }
    // ANCHOR_END: park

    // ANCHOR: sleep
    pub(crate) async fn sleep(duration: Duration) {
        let deadline = Instant::now() + duration;
        let elapsed = poll_fn(|cx| {
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            let waker = cx.waker().clone();
            TIMERS.with_borrow_mut(|timers| timers.entry(deadline).or_default().push(waker));
            Poll::Pending
        });
        elapsed.await
    }
    // ANCHOR_END: sleep
}
// ANCHOR_END: executor

// Letter for letter that of chapter 1. There, `sleep` and `Instant` are Tokio's; here, they are ours.
// ANCHOR: breakfast
async fn breakfast() {
    async fn ready_after(seconds: u64, what: &str) {
        sleep(Duration::from_secs(seconds)).await;
        println!("{what}");
    }
    let start = Instant::now();
    tokio::join!(
        ready_after(2, "coffee"),
        ready_after(3, "toast"),
        ready_after(1, "juice"),
    );
    println!("breakfast, after {} s", start.elapsed().as_secs());
}
// ANCHOR_END: breakfast

// ANCHOR: letters
async fn write(to: &str, seconds: u64) -> String {
    println!("a letter to {to}: begun");
    sleep(Duration::from_secs(seconds)).await;
    println!("a letter to {to}: written");
    format!("dear {to}")
}

async fn letters() {
    let ada = executor::spawn(write("ada", 2));
    let grace = executor::spawn(write("grace", 1));
    println!("{}, {}", ada.await, grace.await);
}
// ANCHOR_END: letters

// ANCHOR: ten_seconds
async fn ten_seconds() {
    let (real, paused) = (std::time::Instant::now(), tokio::time::Instant::now());
    tokio::time::sleep(Duration::from_secs(10)).await;
    println!("on this clock, {} s", paused.elapsed().as_secs());
    println!("on the wall, {} s", real.elapsed().as_secs());
}
// ANCHOR_END: ten_seconds

// ANCHOR: greedy
/// Reads until it has read everything. There is always something to read.
async fn read_all(mut messages: mpsc::UnboundedReceiver<u32>) {
    let mut read = 0;
    while messages.recv().await.is_some() {
        read += 1;
        READ.set(read);
    }
    println!("all {read} are read");
}

async fn look() {
    println!("{} are read", READ.get());
}

fn full_channel() -> mpsc::UnboundedReceiver<u32> {
    let (message_tx, message_rx) = mpsc::unbounded_channel();
    for message in 0..300 {
        message_tx.send(message).expect("somebody reads");
    }
    message_rx
}

async fn greedy() {
    let reading = tokio::spawn(read_all(full_channel()));
    let looking = tokio::spawn(look());
    reading.await.expect("reading does not panic");
    looking.await.expect("looking does not panic");
}
// ANCHOR_END: greedy

// ANCHOR: greedy_without_budget
async fn greedy_without_budget() {
    let reading = tokio::spawn(unconstrained(read_all(full_channel())));
    let looking = tokio::spawn(look());
    reading.await.expect("reading does not panic");
    looking.await.expect("looking does not panic");
}
// ANCHOR_END: greedy_without_budget

// ANCHOR: starved
async fn bell() {
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("ding");
    }
}

async fn count() {
    for page in 1..=6 {
        world::compute(Duration::from_millis(500));
        println!("page {page}");
    }
}

async fn starved() {
    let bell = tokio::spawn(bell());
    let counting = tokio::spawn(count());
    bell.await.expect("a bell does not panic");
    counting.await.expect("counting does not panic");
}
// ANCHOR_END: starved

// ANCHOR: fair
async fn count_fairly() {
    for page in 1..=6 {
        world::compute(Duration::from_millis(500));
        println!("page {page}");
        tokio::task::yield_now().await;
    }
}

async fn fair() {
    let bell = tokio::spawn(bell());
    let counting = tokio::spawn(count_fairly());
    bell.await.expect("a bell does not panic");
    counting.await.expect("counting does not panic");
}
// ANCHOR_END: fair

// ANCHOR: frozen
async fn rower(name: &str) {
    for stroke in 1..=3 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("{name}: stroke {stroke}");
    }
}

async fn cox_who_blocks() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
    world::block(Duration::from_secs(3)); // stands for `std::thread::sleep`
    println!("awake");
}

async fn frozen() {
    let crew = ["ann", "bob"].map(|name| tokio::spawn(rower(name)));
    cox_who_blocks().await;
    for rower in crew {
        rower.await.expect("rowing does not panic");
    }
}
// ANCHOR_END: frozen

// ANCHOR: alive
async fn cox_who_waits() {
    tokio::time::sleep(Duration::from_millis(1500)).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!("awake");
}

async fn alive() {
    let crew = ["ann", "bob"].map(|name| tokio::spawn(rower(name)));
    cox_who_waits().await;
    for rower in crew {
        rower.await.expect("rowing does not panic");
    }
}
// ANCHOR_END: alive

// ANCHOR: runtime_in_a_runtime
async fn impatient() {
    let answer = Handle::current().block_on(async { 42 });
    println!("{answer}");
}

async fn runtime_in_a_runtime() {
    let error = tokio::spawn(impatient()).await.expect_err("it panics");
    let payload = error.into_panic();
    let said = payload.downcast_ref::<&str>().expect("it is a text");
    for sentence in said.split_inclusive(". ") {
        println!("{sentence}");
    }
}
// ANCHOR_END: runtime_in_a_runtime

// ANCHOR: threads
const PART: Duration = Duration::from_millis(50);

/// Runs four tasks that compute, then four that wait, on runtimes with one, two and four threads.
fn threads() -> Table {
    let took = |builder: &mut Builder, four: fn() -> [JoinHandle<()>; 4]| {
        let runtime = builder
            .enable_time()
            .build()
            .expect("there are threads to be had");
        let begin = std::time::Instant::now();
        runtime.block_on(async {
            for task in four() {
                task.await.expect("neither panics");
            }
        });
        format!("{} ms", begin.elapsed().as_millis())
    };
    let work = || [(); 4].map(|()| tokio::spawn(async { world::compute(PART) }));
    let waiting = || [(); 4].map(|()| tokio::spawn(tokio::time::sleep(PART)));
    let one = || Builder::new_current_thread();
    let several = |threads| {
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(threads);
        builder
    };
    Table::new(["", "4 × 50 ms of work", "4 × 50 ms of waiting"])
        .row([
            "current_thread",
            &took(&mut one(), work),
            &took(&mut one(), waiting),
        ])
        .row([
            "multi_thread, 2",
            &took(&mut several(2), work),
            &took(&mut several(2), waiting),
        ])
        .row([
            "multi_thread, 4",
            &took(&mut several(4), work),
            &took(&mut several(4), waiting),
        ])
}
// ANCHOR_END: threads
