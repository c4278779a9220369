//! Records a few small programs and draws them: `cargo run -p timeline --example pictures [NAME [svg]]`.
//!
//! Without a name, all of them as text. With `svg`, one as a picture for a page.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use timeline::text::Options;
use timeline::{Recording, label, svg, text};
use tokio::sync::{Mutex, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{advance, sleep, timeout};

async fn call(city: &str, seconds: u64) {
    label(
        format!("call to {city}"),
        sleep(Duration::from_secs(seconds)),
    )
    .await;
    timeline::println!("{city} answers");
}

async fn in_a_row() {
    for city in ["rome", "oslo", "cairo"] {
        call(city, 3).await;
    }
}

async fn overlapped() {
    tokio::join!(call("rome", 3), call("oslo", 2), call("cairo", 3));
}

/// Holds the thread, as a computation does, while the clock moves.
async fn compute() {
    without_waiting(pin!(advance(Duration::from_secs(3))));
}

/// Polls a future without ever giving the thread back.
fn without_waiting<F: Future>(mut future: Pin<&mut F>) {
    let mut context = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut context).is_pending() {}
}

async fn computed() {
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        tasks.spawn(compute());
    }
    tasks.join_all().await;
}

async fn raced() {
    tokio::select! {
        () = call("rome", 3) => {}
        () = call("oslo", 1) => {}
    }
    let late = timeout(Duration::from_secs(1), call("cairo", 5)).await;
    assert!(late.is_err(), "five seconds are more than one");
}

async fn bounded() {
    let permits = Arc::new(Semaphore::new(10));
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let permits = Arc::clone(&permits);
        tasks.spawn(async move {
            let _permit = permits.acquire().await.expect("nobody closes it");
            sleep(Duration::from_secs(1)).await;
        });
    }
    tasks.join_all().await;
}

async fn channel() {
    let (tx, mut rx) = mpsc::channel(2);
    tokio::spawn(async move {
        for n in 0..8 {
            tx.send(n).await.expect("the reader is there");
        }
    });
    while rx.recv().await.is_some() {}
}

async fn contended() {
    let lock = Arc::new(Mutex::new(0));
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        let lock = Arc::clone(&lock);
        tasks.spawn(async move {
            let mut guard = lock.lock().await;
            sleep(Duration::from_millis(200)).await;
            *guard += 1;
        });
    }
    tasks.join_all().await;
}

async fn deadlocked() {
    let (left, right) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
    let both = |first: &Arc<Mutex<()>>, second: &Arc<Mutex<()>>| {
        let (first, second) = (Arc::clone(first), Arc::clone(second));
        async move {
            let _first = first.lock().await;
            sleep(Duration::from_millis(10)).await;
            let _second = second.lock().await;
        }
    };
    let one = tokio::spawn(both(&left, &right));
    let two = tokio::spawn(both(&right, &left));
    let _ = tokio::join!(one, two);
}

async fn ends() {
    let fails = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        panic!("as it was meant to");
    });
    let aborted = tokio::spawn(sleep(Duration::from_secs(10)));
    tokio::spawn(sleep(Duration::from_secs(60)));
    sleep(Duration::from_secs(2)).await;
    aborted.abort();
    let _ = fails.await;
    sleep(Duration::from_secs(1)).await;
}

fn record(name: &str) -> Result<Option<Recording>, timeline::RecordError> {
    let recording = match name {
        "in_a_row" => timeline::record(in_a_row())?.recording,
        "overlapped" => timeline::record(overlapped())?.recording,
        "computed" => timeline::record(computed())?.recording,
        "raced" => timeline::record(raced())?.recording,
        "bounded" => timeline::record(bounded())?.recording,
        "channel" => timeline::record(channel())?.recording,
        "contended" => timeline::record(contended())?.recording,
        "deadlocked" => timeline::record(deadlocked())?.recording,
        "ends" => timeline::record(ends())?.recording,
        _ => return Ok(None),
    };
    Ok(Some(recording))
}

const NAMES: [&str; 9] = [
    "in_a_row",
    "overlapped",
    "computed",
    "raced",
    "bounded",
    "channel",
    "contended",
    "deadlocked",
    "ends",
];

fn main() -> Result<(), timeline::RecordError> {
    let mut arguments = std::env::args().skip(1);
    let (name, as_svg) = (arguments.next(), arguments.next().as_deref() == Some("svg"));
    for name in name.as_deref().map_or(NAMES.to_vec(), |name| vec![name]) {
        let Some(recording) = record(name)? else {
            eprintln!(
                "there is no program `{name}`: choose one of {}",
                NAMES.join(", ")
            );
            std::process::exit(2);
        };
        if as_svg {
            print!("{}", svg::render(&recording));
        } else {
            println!(
                "{name}\n\n{}",
                text::render(&recording, &Options::default())
            );
        }
    }
    Ok(())
}
