//! The programs that are watched. Plain Tokio, on a current-thread runtime with the clock paused: nothing sleeps.

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, mpsc},
    time::sleep,
};

/// One of the programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Locks,
    Tasks,
    Channel,
}

impl Program {
    pub(crate) const ALL: [Self; 3] = [Self::Locks, Self::Tasks, Self::Channel];

    /// As it is written on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Locks => "locks",
            Self::Tasks => "tasks",
            Self::Channel => "channel",
        }
    }

    /// What it does.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Locks => "20,000 rounds of ten tasks: take the lock, sleep, give it back",
            Self::Tasks => "100,000 tasks, spawned and awaited",
            Self::Channel => "1,000,000 messages through an mpsc channel with room for 100",
        }
    }

    pub(crate) async fn run(self) {
        match self {
            Self::Locks => locks(10, 2_000).await,
            Self::Tasks => tasks(100_000).await,
            Self::Channel => channel(1_000_000).await,
        }
    }
}

async fn locks(tasks: u32, rounds: u32) {
    let count = Arc::new(Mutex::new(0));
    let mut handles = Vec::new();
    for _ in 0..tasks {
        handles.push(tokio::spawn(take_and_sleep(count.clone(), rounds)));
    }
    for handle in handles {
        handle.await.expect("no task panics");
    }
    assert_eq!(*count.lock().await, tasks * rounds);
}

async fn take_and_sleep(count: Arc<Mutex<u32>>, rounds: u32) {
    for _ in 0..rounds {
        let mut count = count.lock().await;
        sleep(Duration::from_millis(1)).await;
        *count += 1;
    }
}

async fn tasks(count: u64) {
    let handles: Vec<_> = (0..count).map(|n| tokio::spawn(double(n))).collect();
    let mut sum = 0;
    for handle in handles {
        sum += handle.await.expect("no task panics");
    }
    assert_eq!(sum, count * (count - 1));
}

async fn double(n: u64) -> u64 {
    n * 2
}

async fn channel(messages: u64) {
    let (tx, mut rx) = mpsc::channel(100);
    let producer = tokio::spawn(produce(tx, messages));
    let mut sum = 0;
    while let Some(n) = rx.recv().await {
        sum += n;
    }
    producer.await.expect("the producer does not panic");
    assert_eq!(sum, messages * (messages - 1) / 2);
}

async fn produce(tx: mpsc::Sender<u64>, messages: u64) {
    for n in 0..messages {
        tx.send(n).await.expect("the receiver is there");
    }
}
