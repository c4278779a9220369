//! Counts how many periods have passed since the beginning, in whole numbers.

use std::time::Duration;
use tokio::time::{Instant, sleep};
use world::Service;

pub async fn heartbeat(period: Duration, beats: usize, server: Service) {
    let begin = Instant::now();
    let mut next = 0; // the number of the beat that is due
    for _ in 0..beats {
        let due = begin + period * next;
        sleep(due.saturating_duration_since(Instant::now())).await;
        next = (begin.elapsed().as_nanos() / period.as_nanos()) as u32 + 1;
        let _ = server.call("alive").await;
    }
}
