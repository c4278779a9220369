//! A task that beats, and leaves a beat where nobody has taken the last one: a channel with one place.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::interval;
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let (beat, mut due) = mpsc::channel(1);
    let mut clock = JoinSet::new(); // aborts the task when the function is left
    clock.spawn(async move {
        let mut clock = interval(period);
        loop {
            clock.tick().await;
            let _ = beat.try_send(());
        }
    });
    for _ in 0..beats {
        due.recv().await;
        let _ = server.call("alive").await;
    }
    clock.shutdown().await;
}
